/** The part of Tesseract's block output that we read; pixels of the image it was given. */
export type EngineBox = { x0: number; y0: number; x1: number; y1: number };

export type EngineWord = { text: string; /** 0–100 */ confidence: number; bbox: EngineBox };

export type EngineLine = { words: EngineWord[]; bbox: EngineBox; baseline: EngineBox };

export type EngineBlock = { paragraphs: { lines: EngineLine[] }[] };
