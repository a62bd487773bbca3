/** Rules and machines that shaped a paper, by the years in which it was made. */
export const eras = ['current', 'tt01', 'tt55', 'nineties', 'typewriter'] as const;
export type Era = (typeof eras)[number];

export const eraYears: Record<Era, readonly [number, number]> = {
  /** NĐ 30/2020/NĐ-CP. */
  current: [2020, 2026],
  /** TT 01/2011/TT-BNV. */
  tt01: [2011, 2019],
  /** TTLT 55/2005/TTLT-BNV-VPCP. */
  tt55: [2005, 2010],
  nineties: [1993, 2004],
  typewriter: [1977, 1992],
};

/** Offices of those days wrote `UB` and put the tone on the second vowel. */
export function isOldSpelling(era: Era): boolean {
  return era === 'nineties' || era === 'typewriter';
}
