import cv from '@techstark/opencv-js';
import type { GreyImage } from '#lib/imaging/grey-image.ts';

type Mat = InstanceType<typeof cv.Mat>;
/** The module itself must not be awaited: it has a `then` that never ends. */
const started = new Promise<void>((resolve) => {
  if ('Mat' in cv) resolve();
  else Object.assign(cv, { onRuntimeInitialized: () => resolve() });
});

/** The operations of the clean-up as the OpenCV build for browsers does them, on one page. */
export async function openCvKernels(rgba: Uint8ClampedArray, grey: GreyImage, degrees: number) {
  await started;
  const { width, height } = grey;
  const colours = cv.matFromArray(height, width, cv.CV_8UC4, rgba);
  const page = cv.matFromArray(height, width, cv.CV_8UC1, grey.data);
  const size = new cv.Size(width, height);
  return {
    grey: () => withMat((result) => cv.cvtColor(colours, result, cv.COLOR_RGBA2GRAY)),
    shrink: (factor: number) =>
      withMat((result) =>
        cv.resize(
          page,
          result,
          new cv.Size(Math.floor(width / factor), Math.floor(height / factor)),
          0,
          0,
          cv.INTER_AREA,
        ),
      ),
    /** Paper by a closing and a blur on a small copy, then the page divided by it. */
    evenLight: (factor: number) =>
      withMat((result) => {
        const background = new cv.Mat();
        const kernel = cv.getStructuringElement(cv.MORPH_RECT, new cv.Size(13, 13));
        const small = new cv.Size(Math.floor(width / factor), Math.floor(height / factor));
        cv.resize(page, background, small, 0, 0, cv.INTER_AREA);
        cv.morphologyEx(background, background, cv.MORPH_CLOSE, kernel);
        cv.blur(background, background, new cv.Size(25, 25));
        cv.resize(background, background, size, 0, 0, cv.INTER_LINEAR);
        cv.divide(page, background, result, 255);
        background.delete();
        kernel.delete();
      }),
    despeckle: () => withMat((result) => cv.medianBlur(page, result, 3)),
    straighten: () =>
      withMat((result) => {
        const turn = cv.getRotationMatrix2D(
          new cv.Point((width - 1) / 2, (height - 1) / 2),
          degrees,
          1,
        );
        const white = new cv.Scalar(255);
        cv.warpAffine(page, result, turn, size, cv.INTER_LINEAR, cv.BORDER_CONSTANT, white);
        turn.delete();
      }),
    close: (side: number) =>
      withMat((result) => {
        const kernel = cv.getStructuringElement(cv.MORPH_RECT, new cv.Size(side, side));
        cv.morphologyEx(page, result, cv.MORPH_CLOSE, kernel);
        kernel.delete();
      }),
    [Symbol.dispose]() {
      colours.delete();
      page.delete();
    },
  };
}

function withMat(fill: (result: Mat) => void): void {
  const result = new cv.Mat();
  fill(result);
  result.delete();
}
