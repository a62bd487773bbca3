/**
 * How the engine is set for pages that our own clean-up prepared, in the browser and in measurements.
 * No second attempt with light and dark exchanged: light print on dark ground is rare on paper, and
 * each doubtful line would be read twice.
 */
export const engineParameters = { tessedit_do_invert: '0' } as const;
