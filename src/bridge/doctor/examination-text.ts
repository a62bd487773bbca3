import type { CertificateInfo, TokenState } from '#lib/protocol/bridge.ts';
import { oneLine } from '../dialog/question-text.ts';
import { wording } from '../wording.ts';
import type { Examination, ModuleFinding } from './examine.ts';

const words = wording.doctor;
const dayMs = 86_400_000;

/** Whether somebody could sign with a token here and now. */
export function isReady({ port, dialog, modules }: Examination, now: Date): boolean {
  const hasCertificate = modules.some(({ certificates }) =>
    certificates.some(
      ({ notAfter, pinState }) => new Date(notAfter) > now && pinState !== 'locked',
    ),
  );
  return port.state !== 'other-program' && dialog !== 'none' && hasCertificate;
}

/** What was found, as lines for the person at this PC. */
export function examinationText(examination: Examination, version: string, now: Date): string {
  const { port, dialog, modules } = examination;
  const portWords = {
    free: words.portFree,
    bridge: words.portOurs,
    'other-program': words.portTaken,
  }[port.state];
  return [
    words.heading,
    words.program(version, `${process.platform} ${process.arch}, Node ${process.versions.node}`),
    portWords(port.number),
    dialog === 'none' ? words.noDialog : words.dialog(dialog),
    ...(modules.length === 0 ? ['', words.noModule] : []),
    ...modules.flatMap((module) => ['', ...moduleLines(module, now)]),
    '',
    isReady(examination, now) ? words.allWell : words.notReady,
  ].join('\n');
}

function moduleLines(finding: ModuleFinding, now: Date): string[] {
  const { path, sha256, state, certificates } = finding;
  const inside = [
    ...(sha256 ? [words.fileDigest(sha256)] : []),
    ...fitLines(finding),
    ...state.tokens.flatMap(tokenLines),
    ...certificates.flatMap((certificate) => certificateLines(certificate, now)),
  ];
  if (state.problem === null && state.tokens.length === 0) inside.push(words.noToken);
  if (state.tokens.length > 0 && certificates.length === 0) inside.push(words.noCertificate);
  return [words.module(path), ...inside.map((line) => `  ${line}`)];
}

function fitLines({ unreadable, architectures, state }: ModuleFinding): string[] {
  if (unreadable !== null) return [words.unreadable(unreadable)];
  if (architectures.length === 0) return [words.notALibrary];
  const built = words.builtFor(architectures.join(', '));
  if (!architectures.some((architecture) => architecture === process.arch)) {
    return [built, words.wrongArchitecture(process.arch)];
  }
  return state.problem === null ? [built] : [built, words.failed(state.problem)];
}

function tokenLines({ label, serialNumber, pinState, hasPinPad }: TokenState): string[] {
  return [
    words.token(oneLine(label), oneLine(serialNumber)),
    `  ${words.pinStates[pinState]}`,
    ...(hasPinPad ? [`  ${words.pinPad}`] : []),
  ];
}

function certificateLines(certificate: CertificateInfo, now: Date): string[] {
  const { subject, issuer, notAfter } = certificate;
  const until = new Date(notAfter);
  const date = until.toLocaleDateString('vi-VN', {
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
  });
  const days = Math.floor((until.getTime() - now.getTime()) / dayMs);
  return [
    words.certificate(oneLine(subject), oneLine(issuer)),
    `  ${until > now ? words.daysLeft(date, days) : words.expired(date)}`,
  ];
}
