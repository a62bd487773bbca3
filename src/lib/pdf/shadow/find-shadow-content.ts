import { AppError } from '#lib/domain/app-error.ts';
import type { PdfDict } from '../objects/pdf-object.ts';
import { listPages } from '../reading/pages.ts';
import { openPdf, type PdfFile } from '../reading/pdf-file.ts';
import { findInAnnotations } from './annotation-findings.ts';
import { findCoveredText } from './covered-content.ts';
import { findInFont } from './font-findings.ts';
import type { Painted } from '../painting/painted.ts';
import { paintPage } from '../painting/painter.ts';
import type { ShadowFinding } from './shadow-finding.ts';
import { findInStructure } from './structure-findings.ts';

export { shadowKinds, type ShadowFinding, type ShadowKind } from './shadow-finding.ts';

const MAX_FINDINGS = 200;

/**
 * What a received PDF hides or holds ready, so that it could show something else than its signer
 * sees. The invisible text layer of a scan is none of it.
 *
 * Errors: `PDF_ENCRYPTED`, `PDF_BROKEN` and those of `openPdf`.
 */
export function findShadowContent(pdf: Uint8Array): ShadowFinding[] {
  const file = openPdf(pdf);
  if (file.isEncrypted) throw new AppError('PDF_ENCRYPTED');
  return findShadowContentIn(file);
}

/** The same for a file that is open already. */
export function findShadowContentIn(file: PdfFile): ShadowFinding[] {
  const findings = findInStructure(file);
  const fonts = new Map<PdfDict, ReturnType<typeof findInFont>>();
  for (const [index, page] of listPages(file).entries()) {
    if (findings.length >= MAX_FINDINGS) break;
    const number = index + 1;
    const painted = paintPage(file, page);
    findings.push(...findCoveredText(page, number, painted));
    findings.push(...findInAnnotations(file, page, number, painted));
    for (const font of fontsOf(painted)) {
      if (fonts.has(font)) continue;
      const found = findInFont(file, font);
      fonts.set(font, found);
      findings.push(...found.map((finding) => ({ ...finding, page: number, rectangle: null })));
    }
  }
  return findings.slice(0, MAX_FINDINGS);
}

function fontsOf(painted: readonly Painted[]): Set<PdfDict> {
  return new Set(
    painted.flatMap((item) =>
      item.kind === 'text' && item.isVisible && item.font ? [item.font] : [],
    ),
  );
}
