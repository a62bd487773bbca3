import { loadPdfJs, type OpenPdf } from '#lib/client/pdf-viewing/open-pdf.ts';

/** Beyond this the canvas is drawn coarser, so that one page never takes more than 64 MB. */
const MOST_PIXELS = 16_000_000;

/**
 * Draws one page into `element`, with its selectable text or as a picture only. `scale` is in CSS
 * pixels per point. The answer stops the drawing and frees what was drawn.
 */
export function drawPage(
  pdf: OpenPdf,
  pageNumber: number,
  element: HTMLElement,
  scale: number,
  content: 'picture' | 'picture-and-text',
): () => void {
  const stops: (() => void)[] = [];
  let isStopped = false;

  async function draw(): Promise<void> {
    const [pdfJs, page] = await Promise.all([loadPdfJs(), pdf.page(pageNumber)]);
    if (isStopped) return;
    const viewport = page.getViewport({ scale });
    const canvas = document.createElement('canvas');
    const sharpness = Math.min(
      window.devicePixelRatio,
      Math.sqrt(MOST_PIXELS / (viewport.width * viewport.height)),
    );
    canvas.width = Math.floor(viewport.width * sharpness);
    canvas.height = Math.floor(viewport.height * sharpness);
    canvas.setAttribute('aria-hidden', 'true');
    element.replaceChildren(canvas);
    const task = page.render({ canvas, viewport, transform: [sharpness, 0, 0, sharpness, 0, 0] });
    stops.push(() => task.cancel());
    await task.promise;
    if (content === 'picture') return;

    const container = document.createElement('div');
    container.className = 'text-layer';
    container.style.setProperty('--total-scale-factor', String(scale));
    element.append(container);
    const text = new pdfJs.TextLayer({
      textContentSource: page.streamTextContent(),
      container,
      viewport,
    });
    stops.push(() => text.cancel());
    await text.render();
  }

  draw().catch((error: unknown) => {
    // Stopping is the reader's doing: the page scrolled away or the zoom changed.
    if (!isStopped) throw error;
  });
  return () => {
    isStopped = true;
    for (const stop of stops) stop();
    element.replaceChildren();
  };
}
