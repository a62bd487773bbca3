import { wording } from '../wording.ts';
import type { ConsentQuestion, PairingQuestion } from './dialog.ts';

const maxTitles = 12;
const maxTitleLength = 110;

/** The pairing question as plain lines. */
export function pairingText({ origin, userName, code }: PairingQuestion): string {
  return wording.pairing.body(origin, oneLine(userName), code);
}

/** The consent question as plain lines: who, where, with which certificate, and the list. */
export function consentText(question: ConsentQuestion): string {
  const { certificate, documents } = question;
  const words = wording.consent;
  const shown = documents.slice(0, maxTitles);
  const restCount = documents.length - shown.length;
  return [
    words.heading(documents.length, oneLine(question.userName)),
    words.origin(question.origin),
    words.certificate(oneLine(certificate.subject), oneLine(certificate.tokenLabel)),
    ...(certificate.isDemo ? [words.demo] : []),
    '',
    ...shown.map((document, index) =>
      words.item(
        index + 1,
        shorten(oneLine(document.title)),
        oneLine(document.numberNotation),
        document.pageCount,
      ),
    ),
    ...(restCount > 0 ? [words.andMore(restCount)] : []),
    '',
    ...(certificate.pinState === 'low' ? [words.pinLow] : []),
    ...(certificate.asksPinEachTime && !question.hasPinPad ? [words.pinEachTime] : []),
    ...(question.hasPinPad ? [words.pinPad] : []),
  ].join('\n');
}

/**
 * Text from outside as one plain NFC line: no line breaks, terminal escapes or invisible direction
 * marks that would make the dialog say something else.
 */
export function oneLine(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim();
}

function shorten(text: string): string {
  const characters = [...text];
  if (characters.length <= maxTitleLength) return text;
  return `${characters.slice(0, maxTitleLength - 1).join('')}…`;
}
