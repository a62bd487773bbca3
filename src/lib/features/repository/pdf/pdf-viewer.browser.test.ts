import '../../../../app.css';
import { beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { buildSearchablePdf } from '#lib/pdf/searchable-pdf.ts';
import { show } from '#lib/ui/testing/show.ts';
import PdfViewer from './PdfViewer.svelte';

const frame = {
  sourceWidthPx: 60,
  sourceHeightPx: 85,
  rotation: 0,
  skewDegrees: 0,
  dpi: 7,
} as const;

async function searchablePdf(pageCount: number): Promise<Uint8Array<ArrayBuffer>> {
  const word = {
    text: 'Quyết',
    confidence: 95,
    box: { x: 10, y: 10, width: 30, height: 6 },
  };
  const line = { words: [word], box: word.box, baseline: { x0: 10, y0: 15, x1: 40, y1: 15 } };
  const pages = Array.from({ length: pageCount }, () => ({
    image: {
      kind: 'grey' as const,
      bytes: new Uint8Array(60 * 85).fill(230),
      widthPx: 60,
      heightPx: 85,
    },
    frame,
    textLayer: { widthPx: 60, heightPx: 85, meanConfidence: 95, lines: [line] },
  }));
  const bytes = await buildSearchablePdf({ title: 'Thử', createdAt: new Date(0), pages });
  return new Uint8Array(bytes);
}

function urlOf(bytes: BlobPart): string {
  return URL.createObjectURL(new Blob([bytes], { type: 'application/pdf' }));
}

beforeEach(() => {
  const height = document.createElement('style');
  height.textContent = 'section { height: 500px !important }';
  document.head.append(height);
  return () => height.remove();
});

describe('the PDF view', () => {
  test('shows the pages with selectable Vietnamese text and goes through them by key', async () => {
    await show(PdfViewer, { url: urlOf(await searchablePdf(3)) });
    await expect.element(page.getByText('Trang 1 / 3')).toBeInTheDocument();
    await expect.element(page.getByText('Quyết').first()).toBeInTheDocument();
    await userEvent.keyboard('{PageDown}');
    await expect.element(page.getByText('Trang 2 / 3')).toBeInTheDocument();
  });

  test('says what is wrong with a broken file', async () => {
    await show(PdfViewer, { url: urlOf('không phải PDF') });
    await expect
      .element(page.getByRole('alert').getByText('PDF bị hỏng, không đọc được.'))
      .toBeVisible();
  });

  test('says when the file cannot be had', async () => {
    await show(PdfViewer, { url: '/khong-co.pdf' });
    await expect.element(page.getByRole('alert')).toBeVisible();
    await expect.element(page.getByRole('button', { name: 'Thử lại' })).toBeVisible();
  });
});
