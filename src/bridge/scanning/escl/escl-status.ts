import { AppError } from '#lib/domain/app-error.ts';
import { elementNumber, elements, elementText } from './xml-elements.ts';

/** `ScannerStatus` (eSCL 2.9 §9), as far as the end of a job needs it. */
export type EsclStatus = {
  /** Idle, Processing, Testing, Stopped, Down. */
  state: string;
  adfState: string;
  job: EsclJobStatus | null;
};

export type EsclJobStatus = {
  /** Pending, Processing, Completed, Canceled, Aborted. */
  state: string;
  imagesCompleted: number | null;
  imagesToTransfer: number;
};

/** The status with the job at this path, when the device still tells of it. */
export function parseStatus(xml: string, jobPath: string | null): EsclStatus {
  const job = elements(xml, 'JobInfo').find(
    (each) => jobPath !== null && pathOf(elementText(each, 'JobUri')) === jobPath,
  );
  return {
    state: elementText(xml, 'State'),
    adfState: elementText(xml, 'AdfState'),
    job:
      job === undefined
        ? null
        : {
            state: elementText(job, 'JobState'),
            imagesCompleted: elementNumber(job, 'ImagesCompleted'),
            imagesToTransfer: elementNumber(job, 'ImagesToTransfer') ?? 0,
          },
  };
}

/** Path of an address that a device told; devices tell absolute and relative ones, with wrong hosts too. */
export function pathOf(location: string): string {
  const path = URL.parse(location, 'http://device.invalid')?.pathname ?? '';
  return path.replace(/\/+$/u, '');
}

/** What keeps the feeder from giving the next page; `null`: nothing that the device tells. */
export function feederProblem({ adfState, state }: EsclStatus): AppError | null {
  if (/Jam|MultipickDetected|Mispick/u.test(adfState)) return new AppError('SCANNER_JAMMED');
  if (/HatchOpen|CoverOpen/u.test(adfState)) return new AppError('SCANNER_COVER_OPEN');
  if (state === 'Down' || state === 'Stopped') return new AppError('SCANNER_FAILED', { state });
  return null;
}
