import { AppError } from '#lib/domain/app-error.ts';
import type { PdfFile } from '../reading/pdf-file.ts';
import type { Difference } from './change.ts';
import { compareAnnotations, matchAnnotations } from './compare-annotations.ts';
import { compareCatalog } from './compare-catalog.ts';
import { compareForm, matchFields } from './compare-form.ts';
import { comparePages, matchPages } from './compare-pages.ts';
import { compareValidationData } from './compare-validation-data.ts';
import { findHiddenObjects } from './hidden-objects.ts';
import { compareTrailers } from './compare-trailers.ts';
import { Step } from './step.ts';

/**
 * Everything that differs between one revision, `length` octets long, and the next one. The parts of
 * the document that may change are compared part by part, all others as a whole.
 */
export function compareStep(
  before: PdfFile,
  after: PdfFile,
  length: number,
): readonly Difference[] {
  try {
    const step = new Step(before, after);
    findHiddenObjects(step, length);
    if (before !== after) compareDocuments(step);
    return step.differences;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [{ ...nothingRead, path: String(error.details.reason ?? '/') }];
  }
}

const nothingRead: Difference = {
  kind: 'unreadable',
  needs: 'impossible',
  page: null,
  rectangle: null,
  fieldName: null,
  path: '/',
};

function compareDocuments(step: Step): void {
  step.equality.anchor(step.before.trailer.get('Root'), step.after.trailer.get('Root'));
  // What may change is matched first, so that the comparisons know each other's objects.
  const pages = matchPages(step);
  const annotations = matchAnnotations(step, pages);
  const fields = matchFields(step);
  compareCatalog(step);
  compareValidationData(step);
  comparePages(step, pages);
  compareForm(step, fields);
  compareAnnotations(step, annotations, fields);
  compareTrailers(step);
}
