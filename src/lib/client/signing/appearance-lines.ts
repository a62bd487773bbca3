import { vietnameseTime } from '#lib/domain/signing-profile-lines.ts';
import { messagesIn } from '#lib/i18n/index.ts';

/**
 * What the visible scan signature says (TT 01/2023 Đ8 k1): name of the scanning person, time of scan
 * in Vietnamese time; a demo certificate says that it is one. The paper is Vietnamese, whatever
 * language the screen has.
 */
export function appearanceLines(input: {
  signerName: string;
  /** ISO instant. */
  scannedAt: string;
  isDemo: boolean;
}): string[] {
  const { signing, domain } = messagesIn('vi');
  return [
    signing.signedBy(input.signerName),
    signing.scannedAt(vietnameseTime(new Date(input.scannedAt))),
    ...(input.isDemo ? [domain.demoMark] : []),
  ];
}
