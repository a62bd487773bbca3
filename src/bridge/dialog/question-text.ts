import { wording } from '../wording.ts';
import type { ConsentQuestion, PairingQuestion } from './dialog.ts';

const maxTitles = 12;
const maxTitleLength = 110;
/** Where hardly anything fits. */
const maxLonelyTitleLength = 40;

/** The pairing question as plain lines. */
export function pairingText({ origin, userName, code }: PairingQuestion): string {
  return wording.pairing.body(origin, oneLine(userName), code);
}

/**
 * The consent question as plain lines: who, where, with which certificate, and the list, with as
 * many titles as the window can show.
 */
export function consentText(
  question: ConsentQuestion,
  fits: (text: string) => boolean = () => true,
): string {
  for (let titleCount = maxTitles; titleCount > 1; titleCount--) {
    const text = consentLines(question, titleCount, maxTitleLength);
    if (fits(text)) return text;
  }
  return consentLines(question, 1, maxLonelyTitleLength);
}

function consentLines(question: ConsentQuestion, titleCount: number, titleLength: number): string {
  const { certificate, documents } = question;
  const words = wording.consent;
  const shown = documents.slice(0, titleCount);
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
        shorten(oneLine(document.title), titleLength),
        oneLine(document.numberNotation),
        document.pageCount,
      ),
    ),
    ...(restCount > 0 ? [words.andMore(restCount)] : []),
    '',
    ...(certificate.pinState === 'low' ? [words.pinLow] : []),
    ...(certificate.asksPinEachTime && !question.hasPinPad ? [words.pinEachTime] : []),
    ...(question.hasPinPad ? [whereToTypePin(question.pinAskedBy)] : []),
  ].join('\n');
}

function whereToTypePin(askedBy: string | undefined): string {
  return askedBy === undefined ? wording.consent.pinPad : wording.consent.pinAskedBy(askedBy);
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

function shorten(text: string, maxLength: number): string {
  const characters = [...text];
  if (characters.length <= maxLength) return text;
  return `${characters.slice(0, maxLength - 1).join('')}…`;
}
