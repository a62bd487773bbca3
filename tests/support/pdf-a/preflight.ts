import { inspectColours } from './colours.ts';
import { inspectContent } from './content.ts';
import { inspectFonts } from './fonts.ts';
import { inspectMetadata } from './metadata.ts';
import { inspectObjects } from './objects.ts';
import { inspectSyntax } from './syntax.ts';
import { openPdf } from '#lib/pdf/reading/pdf-file.ts';

/** A broken rule of ISO 19005-2 with its clause. */
export type Finding = `6.${string}: ${string}`;

/**
 * The rules of ISO 19005-2 (conformance level U) that touch what scanned documents are made of, each
 * looked at in the file itself. Empty: none is broken. No substitute for a full validator: fonts other
 * than CID TrueType, optional content and tags are refused rather than judged.
 */
export function preflight(pdf: Uint8Array): Finding[] {
  const file = openPdf(pdf);
  return [
    ...inspectSyntax(pdf, file),
    ...inspectObjects(file),
    ...inspectColours(file),
    ...inspectContent(file),
    ...inspectFonts(file),
    ...inspectMetadata(file),
  ];
}
