import { analyseGrey } from '#lib/imaging/analyse-page.ts';
import { strokesClosed } from '#lib/imaging/broken-strokes.ts';
import { cleanPage } from '#lib/imaging/clean-page.ts';
import { despeckled } from '#lib/imaging/despeckle.ts';
import { evenLight } from '#lib/imaging/even-light.ts';
import { shrink, toGrey } from '#lib/imaging/grey-image.ts';
import { surveyPage } from '#lib/imaging/page-survey.ts';
import { recognitionImageOfGrey } from '#lib/imaging/recognition-image.ts';
import { straighten } from '#lib/imaging/warp.ts';
import { renderPage } from '#support/rendered-page.ts';
import { median, tell, tellMachine } from './measure.ts';
import { openCvKernels } from './opencv-kernels.ts';
import { runAlone } from './own-process.ts';

const DPI = 300;
const RUNS = 7;
const SKEW_DEGREES = 2;
const AIM_MS = 400;
/** Pages of a batch that go through one worker. */
const STREAMED = 500;

/**
 * Clean-up of an A4 page at 300 dpi in CPU time, which a busy machine spoils less than the clock:
 * step by step, beside OpenCV for the operations that it has, and the memory of one worker.
 */
export async function run(): Promise<void> {
  tellMachine();
  const { rgba, width, height } = renderPage(
    { skewDegrees: SKEW_DEGREES, hasSeal: true, shadow: 0.6 },
    DPI,
  );
  const grey = toGrey(rgba, width, height);
  const { frame } = analyseGrey(grey, DPI);
  const { small, inner } = surveyPage(grey, DPI);
  const even = evenLight(grey, small);
  /** A copy that nothing is known of yet, as every page is at first. */
  const unseen = () => ({ ...grey });

  tell('step', 'CPU');
  tellCpu('orientation, slope, edges, warnings', () => analyseGrey(unseen(), DPI));
  tellCpu('light, dust and edges of a surveyed page', () => cleanPage(grey, DPI));
  tellCpu('image for recognition of a surveyed page', () =>
    recognitionImageOfGrey(grey, frame, 'even'),
  );
  const whole = cpuMs(() => {
    const page = toGrey(rgba, width, height);
    return recognitionImageOfGrey(page, analyseGrey(page, DPI).frame, 'even');
  });
  tell('all steps of a page', `${whole.toFixed(1)} ms (aim ≤ ${AIM_MS} ms)`);

  using opencv = await openCvKernels(rgba, grey, SKEW_DEGREES);
  const closing = Math.round(DPI * 0.01);
  tell('kernel', 'CPU beside OpenCV for browsers');
  const { factor } = small;
  tellRatio('grey', () => toGrey(rgba, width, height), opencv.grey);
  tellRatio(
    `shrinking by ${factor}`,
    () => shrink(grey, factor),
    () => opencv.shrink(factor),
  );
  tellRatio(
    'background division',
    () => evenLight(grey, small),
    () => opencv.evenLight(factor),
  );
  tellRatio('dust (there: median of 3 × 3)', () => despeckled(even, inner, DPI), opencv.despeckle);
  tellRatio('straightening', () => straighten(grey, SKEW_DEGREES), opencv.straighten);
  tellRatio(
    'closing of strokes',
    () => strokesClosed(even, DPI),
    () => opencv.close(closing),
  );
  await tellStream();
}

function tellRatio(label: string, ours: () => unknown, theirs: () => unknown): void {
  const [own, peer] = [cpuMs(ours), cpuMs(theirs)];
  const ratio = (peer / own).toFixed(2);
  tell(`  ${label}`, `${own.toFixed(1)} ms, OpenCV ${peer.toFixed(1)} ms: ${ratio} × as fast`);
}

function tellCpu(label: string, step: () => unknown): void {
  tell(`  ${label}`, `${cpuMs(step).toFixed(1)} ms`);
}

/** Median CPU time of some runs after two unmeasured ones, with what the garbage of it costs. */
function cpuMs(step: () => unknown): number {
  step();
  step();
  const times = Array.from({ length: RUNS }, () => {
    const before = process.cpuUsage();
    step();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return median(times);
}

async function tellStream(): Promise<void> {
  const told = await runAlone('imaging-stream.ts', { pages: STREAMED, dpi: DPI });
  const { baseBytes, tenthBytes, peakBytes } = memoryOf(told);
  const mb = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
  tell(
    `memory of one worker, ${STREAMED} pages`,
    `peak ${mb(peakBytes)}, after a tenth of them ${mb(tenthBytes)}, before ${mb(baseBytes)}`,
  );
}

function memoryOf(told: unknown) {
  const figure = (name: string) => {
    const value: unknown = typeof told === 'object' && told ? Reflect.get(told, name) : undefined;
    if (typeof value !== 'number') throw new Error(`The stream of pages told no ${name}`);
    return value;
  };
  return {
    baseBytes: figure('baseBytes'),
    tenthBytes: figure('tenthBytes'),
    peakBytes: figure('peakBytes'),
  };
}
