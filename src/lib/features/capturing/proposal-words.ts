import type { Messages } from '#lib/i18n/index.ts';
import type { BoundaryProposal } from '#lib/separation/proposal.ts';

/** `có thể tách ở đây: quốc hiệu, số văn bản mới (86 %)`. */
export function proposalWords(
  { evidence, signs = [], confidence }: BoundaryProposal,
  m: Messages['capturing'],
  percent: (percents: number) => string,
): string {
  const { evidences, signs: signWords } = m.separation;
  const print = signs.map((sign) => signWords[sign]);
  const reasons = evidence === 'content' ? print : [evidences[evidence], ...print];
  return m.separation.proposal(reasons.join(', '), percent(Math.round(confidence * 100)));
}
