import type { OpenPdf } from '#lib/client/pdf-viewing/open-pdf.ts';

/**
 * Draws a page and only then puts it onto `canvas`, so that the paper does not flicker while a
 * signature is moved. `scale` is in CSS pixels per point. The answer stops the drawing.
 */
export function drawSheet(
  pdf: OpenPdf,
  pageNumber: number,
  canvas: HTMLCanvasElement,
  scale: number,
): () => void {
  let isStopped = false;
  let stop = () => {};

  async function draw(): Promise<void> {
    const page = await pdf.page(pageNumber);
    if (isStopped) return;
    const viewport = page.getViewport({ scale: scale * window.devicePixelRatio });
    const fresh = document.createElement('canvas');
    fresh.width = Math.floor(viewport.width);
    fresh.height = Math.floor(viewport.height);
    const task = page.render({ canvas: fresh, viewport });
    stop = () => task.cancel();
    await task.promise;
    canvas.width = fresh.width;
    canvas.height = fresh.height;
    canvas.getContext('2d')?.drawImage(fresh, 0, 0);
  }

  draw().catch((error: unknown) => {
    // Stopping is ours: a newer paper is there.
    if (!isStopped) throw error;
  });
  return () => {
    isStopped = true;
    stop();
  };
}
