import { analyseGrey } from '#lib/imaging/analyse-page.ts';
import { toGrey } from '#lib/imaging/grey-image.ts';
import { recognitionImageOfGrey } from '#lib/imaging/recognition-image.ts';
import { renderPage } from '#support/rendered-page.ts';
import { peakMemoryBytes, resetPeakMemory } from './peak-memory.ts';

/** Streams pages through the clean-up as a worker does and tells its memory: see `runAlone`. */
const input: unknown = JSON.parse(process.argv[2] ?? '{}');
const figureOf = (name: string): number =>
  Number(typeof input === 'object' && input ? Reflect.get(input, name) : Number.NaN);
const [pages, dpi] = [figureOf('pages'), figureOf('dpi')];

const scan = renderPage({ skewDegrees: 2, hasSeal: true, shadow: 0.6 }, dpi);
resetPeakMemory();
const baseBytes = peakMemoryBytes();
let tenthBytes = baseBytes;
for (let page = 1; page <= pages; page += 1) {
  const grey = toGrey(scan.rgba, scan.width, scan.height);
  recognitionImageOfGrey(grey, analyseGrey(grey, dpi).frame, 'even');
  if (page === Math.ceil(pages / 10)) tenthBytes = peakMemoryBytes();
}
console.log(JSON.stringify({ baseBytes, tenthBytes, peakBytes: peakMemoryBytes() }));
