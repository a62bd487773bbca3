import { AppError } from '#lib/domain/app-error.ts';
import { analyseGrey } from '#lib/imaging/analyse-page.ts';
import type { GreyImage } from '#lib/imaging/grey-image.ts';
import {
  encodePgm,
  inkiestStrip,
  inkOf,
  lineImages,
  recognitionImageOfGrey,
  recognitionVariants,
} from '#lib/imaging/recognition-image.ts';
import { inkCells } from '#lib/recognition/reading/ink-cells.ts';
import { drawPicture } from './draw-picture.ts';
import { drawThumbnail } from './draw-thumbnail.ts';
import type { ImagingAssignment, ImagingProblem, ImagingResponse } from './imaging-messages.ts';
import { readCodesOf } from './read-page-codes.ts';
import { ScanAtHand } from './scan-at-hand.ts';

const scanAtHand = new ScanAtHand();

addEventListener('message', (event: MessageEvent<ImagingAssignment>) => {
  const { id } = event.data;
  answerTo(event.data)
    .then(
      (answer) => reply({ id, answer }),
      (error: unknown) => reply({ id, problem: problemOf(error) }),
    )
    .finally(() => scanAtHand.rest());
});

async function answerTo(request: ImagingAssignment) {
  const scanOf = () => scanAtHand.take(request.image, request.imageId);
  switch (request.kind) {
    case 'analyse': {
      const { grey, isColour } = await scanOf().scan();
      return analyseGrey(grey, request.dpiHint, isColour);
    }
    case 'page': {
      const grey = await scanOf().grey(inkOf(request.variant));
      return pgmBlob(recognitionImageOfGrey(grey, request.frame, request.variant));
    }
    case 'variants':
      return recognitionVariants(await scanOf().grey(), request.frame);
    case 'strip':
      return pgmBlob(inkiestStrip(await scanOf().grey(), request.frame));
    case 'lines': {
      const blackOnly = await scanOf().grey('black-only');
      const lines = lineImages(blackOnly, request.frame, request.zone);
      return lines.map(({ image, box }) => ({ image: pgmBlob(image), box }));
    }
    case 'codes':
      return readCodesOf(await scanOf().bitmap(), request.frame);
    case 'ink':
      return inkCells(new Uint8Array(await request.image.arrayBuffer()), request.dpi);
    case 'picture':
      return drawPicture(request.image, request.frame);
    case 'thumbnail':
      return drawThumbnail(await scanOf().bitmap(), request.frame, request.maxPx);
  }
}

function pgmBlob(image: GreyImage): Blob {
  return new Blob([encodePgm(image)], { type: 'image/x-portable-graymap' });
}

function problemOf(error: unknown): ImagingProblem {
  if (error instanceof AppError) {
    const details = Object.entries(error.details).filter(
      (entry): entry is [string, string | number] => !Array.isArray(entry[1]),
    );
    return { code: error.code, details: Object.fromEntries(details) };
  }
  // What is left is memory: typed arrays and canvases that the browser refuses.
  console.error(error);
  return { code: 'IMAGE_TOO_LARGE', details: {} };
}

function reply(response: ImagingResponse): void {
  // Pixels change hands: a copy of a page is some 35 MB.
  const transfer: Transferable[] = [];
  if ('answer' in response && response.answer instanceof ImageBitmap) {
    transfer.push(response.answer);
  }
  postMessage(response, { transfer });
}
