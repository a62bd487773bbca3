import '../../../app.css';
import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { cleanup } from 'vitest-browser-svelte';
import { readPageCodes } from '#lib/client/imaging/read-page-codes.ts';
import { drawQr } from '#lib/client/separating/draw-qr.ts';
import type { PageFrame } from '#lib/domain/text-layer.ts';
import { readSeparator, separatorText } from '#lib/separation/separator-sheet.ts';
import { show } from '#lib/ui/testing/show.ts';
import SeparatorSheet from './SeparatorSheet.svelte';

afterEach(cleanup);

const procedureId = '3f0c6a52-7c2e-4d83-9b1a-5d1f0f4a2c11';

/** The sheet as it looks, tilted as by a feeder. */
async function picture(degrees: number): Promise<{ image: Blob; frame: PageFrame }> {
  const sheet = document.querySelector('.sheet');
  if (!sheet) throw new Error('no sheet');
  const base64 = await page.elementLocator(sheet).screenshot({ save: false });
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
  const side = Math.max(bitmap.width, bitmap.height);
  const canvas = new OffscreenCanvas(side, side);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  context.fillStyle = 'white';
  context.fillRect(0, 0, side, side);
  context.translate(side / 2, side / 2);
  context.rotate((degrees * Math.PI) / 180);
  context.drawImage(bitmap, -bitmap.width / 2, -bitmap.height / 2);
  const frame: PageFrame = {
    sourceWidthPx: side,
    sourceHeightPx: side,
    rotation: 0,
    skewDegrees: 0,
    dpi: 96,
  };
  return { image: await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.6 }), frame };
}

test.each([0, 3, 180, 178, 90])(
  'a sheet that lies turned by %i° is read again, its procedure too, even at 96 dpi',
  async (degrees) => {
    await page.viewport(900, 1200);
    const qr = await drawQr(separatorText(procedureId));
    await show(SeparatorSheet, { qr, procedureName: 'Cấp giấy phép kinh doanh karaoke' });

    const { image, frame } = await picture(degrees);
    const codes = await readPageCodes(image, frame);

    expect(codes.map(({ text }) => readSeparator(text))).toEqual([
      { procedureId },
      { procedureId },
    ]);
  },
);

test('a sheet says in large letters what it is, either way up', async () => {
  const qr = await drawQr(separatorText());
  await show(SeparatorSheet, { qr, procedureName: null });
  expect(page.getByText('TỜ PHÂN CÁCH').elements()).toHaveLength(2);
});
