import { AppError } from '#lib/domain/app-error.ts';
import { equalBytes, type Bytes } from '#lib/pki/bytes.ts';
import type { ValidationData } from '#lib/pki/validation-data/validation-data.ts';
import {
  dict,
  name,
  PdfReference,
  PdfStream,
  type PdfDict,
  type PdfObject,
} from '../objects/pdf-object.ts';
import { openPdf, type PdfFile } from '../reading/pdf-file.ts';
import { IncrementalUpdate } from '../writing/incremental-update.ts';

/**
 * Appends validation data to the document security store (EN 319 142-1 §5.4.2.2), beside what it
 * holds already; null when nothing is missing in it. No /VRI: it is optional, its times would be the
 * word of whoever wrote them, and the archive timestamp proves them better.
 */
export async function addSecurityStore(
  pdf: Uint8Array,
  data: ValidationData,
): Promise<Bytes | null> {
  const file = openPdf(pdf);
  const update = new IncrementalUpdate(file);
  const stored = file.catalog.get('DSS');
  const before = file.dict(stored) ?? dict({ Type: name('DSS') });
  const lists = {
    Certs: missingIn(file, before.get('Certs'), data.certificates),
    OCSPs: missingIn(file, before.get('OCSPs'), data.ocspResponses),
    CRLs: missingIn(file, before.get('CRLs'), data.crls),
  };
  if (Object.values(lists).every((missing) => missing.length === 0)) return null;

  let after: PdfDict = before;
  for (const [key, missing] of Object.entries(lists)) {
    if (missing.length === 0) continue;
    const kept = file.array(before.get(key)) ?? [];
    const added = missing.map((bytes) => update.add(new PdfStream(dict({}), bytes)));
    after = after.with({ [key]: [...kept, ...added] });
  }
  if (stored instanceof PdfReference) update.set(stored, after);
  else setInCatalog(file, update, update.add(after));
  return (await update.finish()).bytes;
}

/** A CRL or OCSP response that the document holds, and where. */
export type StoredEvidence = { kind: 'crl' | 'ocsp'; bytes: Uint8Array; offset: number };

/** What the document security store of a file holds; nothing of it is believed yet. */
export function readSecurityStore(file: PdfFile): {
  certificates: readonly Uint8Array[];
  evidence: readonly StoredEvidence[];
} {
  const store = file.dict(file.catalog.get('DSS'));
  const streams = (key: string) =>
    (file.array(store?.get(key)) ?? []).flatMap((item) => {
      const stream = file.stream(item);
      const entry = item instanceof PdfReference ? file.entry(item.number) : undefined;
      if (!stream || entry?.kind !== 'offset') return [];
      return { bytes: file.decode(stream).data, offset: entry.offset };
    });
  return {
    certificates: streams('Certs').map(({ bytes }) => bytes),
    evidence: [
      ...streams('OCSPs').map((stream) => ({ kind: 'ocsp' as const, ...stream })),
      ...streams('CRLs').map((stream) => ({ kind: 'crl' as const, ...stream })),
    ],
  };
}

function missingIn(
  file: PdfFile,
  list: PdfObject,
  wanted: readonly Uint8Array[],
): readonly Uint8Array[] {
  const kept = (file.array(list) ?? []).flatMap((item) => {
    const stream = file.stream(item);
    return stream ? [file.decode(stream).data] : [];
  });
  return wanted.filter(
    (bytes, index) =>
      ![...kept, ...wanted.slice(0, index)].some((other) => equalBytes(other, bytes)),
  );
}

function setInCatalog(file: PdfFile, update: IncrementalUpdate, store: PdfReference): void {
  const root = file.trailer.get('Root');
  if (!(root instanceof PdfReference)) {
    throw new AppError('PDF_CANNOT_BE_SIGNED', { reason: 'direct catalog' });
  }
  update.set(root, file.catalog.with({ DSS: store }));
}
