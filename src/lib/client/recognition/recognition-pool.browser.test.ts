import tinosUrl from '@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf?url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ImagingPool } from '#lib/client/imaging/imaging-pool.ts';
import { plainText } from '#lib/domain/text-layer.ts';
import { engineAssets } from './assets.ts';
import { RecognitionPool, type RecognitionEvent } from './recognition-pool.ts';
import { startTesseract } from './tesseract-engine.ts';

const lines = [
  'Sở Văn hóa, Thể thao và Du lịch',
  'Số: 05/GP-SVHTTDL',
  'Minh Hải An, ngày 14 tháng 02 năm 2023',
  'Giấy phép kinh doanh dịch vụ lữ hành nội địa',
  'Cho phép Công ty trách nhiệm hữu hạn Du lịch Biển Xanh',
  'được hoạt động trên địa bàn toàn tỉnh theo quy định của pháp luật',
];

beforeAll(async () => {
  document.fonts.add(await new FontFace('Tinos', `url(${tinosUrl})`).load());
});

/** A page of print on tinted paper; `isUpsideDown` as a sheet put in the wrong way round. */
async function scannedPage(isUpsideDown = false): Promise<Blob> {
  const canvas = new OffscreenCanvas(1240, 900);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('No 2D context');
  context.fillStyle = '#f4f0e6';
  context.fillRect(0, 0, canvas.width, canvas.height);
  if (isUpsideDown) {
    context.translate(canvas.width, canvas.height);
    context.rotate(Math.PI);
  }
  context.fillStyle = '#202020';
  context.font = '36px Tinos';
  lines.forEach((line, i) => context.fillText(line, 110, 140 + i * 70));
  return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 });
}

function originsOf(addresses: string[]): string[] {
  const urls = addresses.map((address) => new URL(address, location.href));
  return [...new Set(urls.filter((url) => url.protocol !== 'blob:').map((url) => url.origin))];
}

describe('reading scanned pages in the browser', () => {
  const imaging = new ImagingPool();
  let pool: RecognitionPool | undefined;
  afterEach(() => pool?.[Symbol.dispose]());
  afterAll(() => imaging[Symbol.dispose]());

  async function pageToRecognize(pageId: string, image: Blob) {
    return { pageId, image, ...(await imaging.analyse(image, 200)) };
  }

  test('reads Vietnamese with places on the page, and fetches nothing from elsewhere', async () => {
    pool = new RecognitionPool({ size: 1, imaging });
    const events: RecognitionEvent[] = [];
    pool.subscribe((event) => events.push(event));

    const { layer, frame } = await pool.recognize(await pageToRecognize('p1', await scannedPage()));

    expect(plainText(layer)).toBe(lines.join('\n'));
    expect(layer.meanConfidence).toBeGreaterThan(85);
    expect(frame).toMatchObject({ rotation: 0, sourceWidthPx: 1240, sourceHeightPx: 900 });
    const first = layer.lines[0]?.box;
    expect(first?.x).toBeGreaterThan(100);
    expect(first?.y).toBeGreaterThan(90);
    expect(first?.y).toBeLessThan(140);
    expect(events.map((event) => event.state)).toContain('working');
    expect(events.at(-1)).toEqual({ pageId: 'p1', state: 'done', progress: 1 });

    expect(originsOf(performance.getEntriesByType('resource').map((entry) => entry.name))).toEqual([
      location.origin,
    ]);
    // What the engine's own thread loads does not show in the page's timeline.
    expect(originsOf(Object.values(engineAssets()))).toEqual([location.origin]);
  });

  test('turns a page that was put in upside down', async () => {
    pool = new RecognitionPool({ size: 1, imaging });
    const image = await scannedPage(true);
    const page = await pageToRecognize('p1', image);

    // Even when the analysis was wrong about it.
    const mistaken = {
      ...page,
      frame: { ...page.frame, rotation: 0 as const },
      orientationConfidence: 0.5,
    };
    const { layer, frame } = await pool.recognize(mistaken);

    expect(page.frame.rotation).toBe(180);
    expect(frame.rotation).toBe(180);
    expect(plainText(layer)).toBe(lines.join('\n'));
  });

  test('replaces an engine that dies and reads the page all the same', async () => {
    let started = 0;
    pool = new RecognitionPool({
      size: 1,
      imaging,
      startEngine: async () => {
        const engine = await startTesseract();
        started += 1;
        if (started === 1) engine.terminate();
        return engine;
      },
    });

    const { layer } = await pool.recognize(await pageToRecognize('p1', await scannedPage()));

    expect(started).toBe(2);
    expect(plainText(layer)).toContain('Số: 05/GP-SVHTTDL');
  });

  test('gives up on a page that kills two engines, and reads the next one', async () => {
    let started = 0;
    pool = new RecognitionPool({
      size: 1,
      imaging,
      startEngine: async () => {
        started += 1;
        if (started <= 2) throw new Error('Out of memory');
        return startTesseract();
      },
    });
    const page = await pageToRecognize('p1', await scannedPage());

    const deadly = pool.recognize(page);
    const next = pool.recognize({ ...page, pageId: 'p2' });

    await expect(deadly).rejects.toMatchObject({ code: 'OCR_ENGINE_FAILED' });
    expect(plainText((await next).layer)).toContain('Du lịch Biển Xanh');
  });

  test('a fresh engine takes over when the memory of the last one has grown', async () => {
    const ended: number[] = [];
    let started = 0;
    pool = new RecognitionPool({
      size: 1,
      imaging,
      pagesPerEngine: 2,
      startEngine: async () => {
        const id = ++started;
        return { read: async () => [], terminate: () => void ended.push(id) };
      },
    });
    const page = await pageToRecognize('p1', await scannedPage());

    for (const pageId of ['p1', 'p2', 'p3']) await pool.recognize({ ...page, pageId });

    expect(started).toBe(2);
    expect(ended).toEqual([1]);
  });

  test('spells names as the catalogue does where it was in doubt', async () => {
    const read = (text: string, i: number) => ({
      text,
      confidence: 70,
      bbox: { x0: 100 + i * 90, y0: 100, x1: 180 + i * 90, y1: 130 },
    });
    const bbox = { x0: 100, y0: 100, x1: 500, y1: 130 };
    const words = ['xã', 'Hãi', 'Tiến'].map(read);
    const lines = [{ words, bbox, baseline: { ...bbox, y0: 128, y1: 128 } }];
    pool = new RecognitionPool({
      size: 1,
      imaging,
      startEngine: async () => ({
        read: async () => [{ paragraphs: [{ lines }] }],
        terminate: () => undefined,
      }),
      knownWords: async () => ['Ủy ban nhân dân xã Hải Tiến'],
    });

    const { layer } = await pool.recognize(await pageToRecognize('p1', await scannedPage()));

    expect(plainText(layer)).toBe('xã Hải Tiến');
  });

  test('a paused queue waits, a cancelled page leaves it, the rest goes by priority', async () => {
    pool = new RecognitionPool({ size: 1, imaging });
    const page = await pageToRecognize('p1', await scannedPage());
    const done: string[] = [];
    pool.subscribe(({ pageId, state }) => state === 'done' && done.push(pageId));
    pool.pause();
    const first = pool.recognize(page);
    const cancelled = pool.recognize({ ...page, pageId: 'p2' });
    const urgent = pool.recognize({ ...page, pageId: 'p3' }, { priority: 1 });
    expect(pool.openCount).toBe(3);

    pool.cancel('p2');
    await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
    expect(done).toEqual([]);
    pool.resume();
    await Promise.all([first, urgent]);

    expect(done).toEqual(['p3', 'p1']);
    expect(pool.openCount).toBe(0);
    expect(pool.remainingMs).toBe(0);
  });

  test('says that a file is no image', async () => {
    pool = new RecognitionPool({ size: 1, imaging });
    const page = await pageToRecognize('p1', await scannedPage());
    const broken = { ...page, image: new Blob(['not an image'], { type: 'image/jpeg' }) };

    await expect(pool.recognize(broken)).rejects.toMatchObject({ code: 'FILE_NOT_AN_IMAGE' });
  });
});
