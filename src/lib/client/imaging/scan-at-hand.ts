import type { GreyImage, InkChoice } from '#lib/imaging/grey-image.ts';
import { decodeImage, greyOf } from './decode-image.ts';

/** A decoded page takes some 35 MB: it goes when nothing was asked about it for so long. */
const KEPT_MS = 3000;

/**
 * The scan that a worker is at, decoded once for all that is asked about it. Holds one scan at a
 * time; what it hands out is lent: not to be changed, and bitmaps not to be closed.
 */
export class ScanAtHand {
  #imageId = -1;
  #bitmap: ImageBitmap | null = null;
  readonly #greys = new Map<InkChoice, { grey: GreyImage; isColour: boolean }>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** The next questions are about this image. `imageId`: the same for the same image. */
  take(image: Blob, imageId: number): LentScan {
    clearTimeout(this.#timer);
    if (imageId !== this.#imageId) this.#letGo();
    this.#imageId = imageId;
    const bitmap = async () => (this.#bitmap ??= await decodeImage(image));
    const scan = async (ink: InkChoice = 'without-red') => {
      const known = this.#greys.get(ink);
      if (known) return known;
      const made = greyOf(await bitmap(), ink);
      this.#greys.set(ink, made);
      return made;
    };
    return { bitmap, scan, grey: async (ink) => (await scan(ink)).grey };
  }

  /** Nothing is being asked any more. */
  rest(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#letGo(), KEPT_MS);
  }

  #letGo(): void {
    this.#bitmap?.close();
    this.#bitmap = null;
    this.#greys.clear();
    this.#imageId = -1;
  }
}

/** One image, each form of it made when it is first asked for. Errors: those of `decodeImage`. */
export type LentScan = {
  bitmap: () => Promise<ImageBitmap>;
  scan: (ink?: InkChoice) => Promise<{ grey: GreyImage; isColour: boolean }>;
  grey: (ink?: InkChoice) => Promise<GreyImage>;
};
