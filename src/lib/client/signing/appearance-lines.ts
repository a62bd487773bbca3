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
    signing.scannedAt(vietnameseTime(input.scannedAt)),
    ...(input.isDemo ? [domain.demoMark] : []),
  ];
}

/** `09/02/2025 14:05:30 +07:00` */
export function vietnameseTime(isoInstant: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Asia/Ho_Chi_Minh',
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(new Date(isoInstant));
  return `${parts.replace(',', '')} +07:00`;
}
