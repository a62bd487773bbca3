import type { Rotation, TextLayer } from '#lib/domain/text-layer.ts';

export type PageTask = { path: string; dpiHint?: number };

/** What reading one page gave. */
export type PageReading = {
  layer: TextLayer;
  rotation: Rotation;
  /** What the image alone said, before anything was read. */
  analysedRotation: Rotation;
  skewDegrees: number;
  isBlank: boolean;
  warnings: string[];
  cpuSeconds: number;
};
