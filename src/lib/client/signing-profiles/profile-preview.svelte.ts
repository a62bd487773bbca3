import { openPdf, type OpenPdf } from '#lib/client/pdf-viewing/open-pdf.ts';
import { AppError } from '#lib/domain/app-error.ts';
import type { SigningImageKind, SigningProfile } from '#lib/domain/signing-profile.ts';
import type { ProfilePlace } from '#lib/pdf/appearance/place-profile.ts';
import { drawPreview, type PreviewFacts } from './draw-preview.ts';

export type ShownPreview = { pdf: OpenPdf; place: ProfilePlace };

/**
 * The paper with a profile on it, drawn anew after each change. While a new one is drawn the old one
 * stays; of changes that come quickly only the last is drawn. `close` when the screen goes.
 */
export class ProfilePreview {
  shown = $state.raw<ShownPreview | null>(null);
  problem = $state.raw<AppError | null>(null);
  isDrawing = $state(false);
  #wanted: (() => Promise<ShownPreview>) | null = null;
  /** Beside the state, so that an effect that shows does not run again when the drawing ends. */
  #isBusy = false;
  #isClosed = false;

  show(
    profile: SigningProfile,
    facts: PreviewFacts,
    images: Record<SigningImageKind, Uint8Array>,
    at: Date,
  ): void {
    this.#wanted = async () => {
      const { pdf, place } = await drawPreview(profile, facts, images, at);
      const url = URL.createObjectURL(pdf);
      try {
        return { pdf: await openPdf(url), place };
      } finally {
        URL.revokeObjectURL(url);
      }
    };
    if (!this.#isBusy) void this.#drawWanted();
  }

  close(): void {
    this.#isClosed = true;
    this.#wanted = null;
    void this.shown?.pdf.close();
    this.shown = null;
  }

  async #drawWanted(): Promise<void> {
    this.#isBusy = true;
    this.isDrawing = true;
    try {
      while (this.#wanted) {
        const draw = this.#wanted;
        this.#wanted = null;
        await this.#draw(draw);
      }
    } finally {
      this.#isBusy = false;
      this.isDrawing = false;
    }
  }

  async #draw(draw: () => Promise<ShownPreview>): Promise<void> {
    try {
      const next = await draw();
      const before = this.shown;
      if (this.#isClosed) return void next.pdf.close();
      this.shown = next;
      this.problem = null;
      await before?.pdf.close();
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.problem = error;
    }
  }
}
