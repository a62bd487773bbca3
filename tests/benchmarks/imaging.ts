import { analyseGrey } from '#lib/imaging/analyse-page.ts';
import { cleanPage } from '#lib/imaging/clean-page.ts';
import { toGrey } from '#lib/imaging/grey-image.ts';
import { recognitionImageOfGrey } from '#lib/imaging/recognition-image.ts';
import { straighten } from '#lib/imaging/warp.ts';
import { renderPage } from '#support/rendered-page.ts';
import { measure, tell, tellMachine, tellMeasured, tellMemory } from './measure.ts';

const DPI = 300;
const RUNS = 3;
/** Pages of a batch that go through one worker. */
const STREAMED = 20;

/** Clean-up of an A4 page at 300 dpi, step by step; the aim is 400 ms a page for all of them. */
export async function run(): Promise<void> {
  tellMachine();
  const { rgba, width, height } = renderPage({ skewDegrees: 2, hasSeal: true, shadow: 0.6 }, DPI);
  const grey = toGrey(rgba, width, height);
  const { frame } = analyseGrey(grey, DPI);
  const steps = {
    'grey without red ink': () => toGrey(rgba, width, height),
    'orientation, slope, edges, warnings': () => analyseGrey(grey, DPI),
    'even light, dust, edges': () => cleanPage(grey, DPI),
    'straightening by 2°': () => straighten(grey, 2),
    'image for recognition, complete': () => recognitionImageOfGrey(grey, frame, 'even'),
  };
  for (const [label, step] of Object.entries(steps)) {
    tellMeasured(label, await measure(RUNS, step));
  }
  const all = await measure(RUNS, () => {
    const page = toGrey(rgba, width, height);
    return recognitionImageOfGrey(page, analyseGrey(page, DPI).frame, 'even');
  });
  tellMeasured('all steps of a page (aim 400 ms)', all);
  for (let page = 0; page < STREAMED; page += 1) cleanPage(toGrey(rgba, width, height), DPI);
  tell('pages streamed', String(STREAMED));
  tellMemory();
}
