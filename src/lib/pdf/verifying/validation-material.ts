import { AppError } from '#lib/domain/app-error.ts';
import { parseCertificate, type Certificate } from '#lib/pki/certificate.ts';
import { DerError } from '#lib/pki/der/der-reader.ts';
import { PdfReference, type PdfDict } from '../objects/pdf-object.ts';
import type { PdfFile } from '../reading/pdf-file.ts';
import { listRevisions, openRevision } from '../reading/revisions.ts';
import type { XrefEntry } from '../reading/xref.ts';

/** A CRL or an OCSP response, nothing checked yet. */
export type EvidenceItem = {
  kind: 'crl' | 'ocsp';
  bytes: Uint8Array;
  /** Octets of the file that hold it; null: it came from outside. */
  keptWithin: number | null;
};

export type ValidationMaterial = {
  certificates: readonly Certificate[];
  evidence: readonly EvidenceItem[];
};

/**
 * Certificates and revocation data of the document security stores (ISO 32000-2 §12.8.4.3) of all
 * revisions: what one of them knew stays known, though a later one may have dropped it.
 */
export function readSecurityStore(file: PdfFile): ValidationMaterial {
  const stores = statesOf(file).flatMap((state) => storeOf(state) ?? []);
  const streams = (...keys: string[]) => collectStreams(stores, keys);
  const evidence = (kind: EvidenceItem['kind'], ...keys: string[]) =>
    streams(...keys).map((one) => ({ kind, ...one }));
  return {
    certificates: readCertificates(streams('Certs', 'Cert').map(({ bytes }) => bytes)),
    evidence: [...evidence('ocsp', 'OCSPs', 'OCSP'), ...evidence('crl', 'CRLs', 'CRL')],
  };
}

/** More than any document has; beyond, only the newest store is read. */
const MAX_REVISIONS = 500;

/** The newest first. */
function statesOf(file: PdfFile): PdfFile[] {
  const older = listRevisions(file).slice(0, -1);
  if (older.length > MAX_REVISIONS) return [file];
  return [file, ...older.toReversed().map((revision) => openRevision(file, revision))];
}

/** The lists of one state: those for all signatures, then those of each one (/VRI). */
type SecurityStore = { file: PdfFile; lists: readonly PdfDict[] };

/** null when there is none that can be read. */
function storeOf(file: PdfFile): SecurityStore | null {
  return readOrNull(() => {
    const store = file.dict(file.catalog.get('DSS'));
    const perSignature = file.dict(store?.get('VRI'))?.entries.values() ?? [];
    const lists = [...perSignature].flatMap((item) => file.dict(item) ?? []);
    return store && { file, lists: [store, ...lists] };
  });
}

/** Those that are certificates; others say nothing. */
export function readCertificates(candidates: readonly Uint8Array[]): Certificate[] {
  return candidates.flatMap((der) => {
    try {
      return [parseCertificate(der)];
    } catch (error) {
      if (error instanceof DerError) return [];
      throw error;
    }
  });
}

const MAX_STREAMS = 2000;

/** Each stream once, however many revisions list it. */
function collectStreams(
  stores: readonly SecurityStore[],
  keys: readonly string[],
): { bytes: Uint8Array; keptWithin: number | null }[] {
  const places = new Map<XrefEntry, { file: PdfFile; reference: PdfReference }>();
  for (const { file, lists } of stores) {
    for (const reference of lists.flatMap((list) => referencesIn(file, list, keys))) {
      const entry = file.entry(reference.number);
      if (entry && places.size < MAX_STREAMS) places.set(entry, { file, reference });
    }
  }
  return [...places].flatMap(([entry, { file, reference }]) => {
    const bytes = readOrNull(() => {
      const stream = file.stream(reference);
      return stream && file.decode(stream).data;
    });
    return bytes ? { bytes, keptWithin: endOf(entry) } : [];
  });
}

function referencesIn(file: PdfFile, list: PdfDict, keys: readonly string[]): PdfReference[] {
  return keys.flatMap((key) =>
    (readOrNull(() => file.array(list.get(key))) ?? []).filter(
      (item) => item instanceof PdfReference,
    ),
  );
}

/** What cannot be read proves nothing. */
function readOrNull<T>(read: () => T | null): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** The end of a stream that is an object of its own lies within the revision it begins in. */
function endOf(entry: XrefEntry): number | null {
  return entry.kind === 'offset' ? entry.offset + 1 : null;
}

export function evidenceItems(
  {
    crls = [],
    ocspResponses = [],
  }: { crls?: readonly Uint8Array[]; ocspResponses?: readonly Uint8Array[] },
  keptWithin: number | null,
): EvidenceItem[] {
  return [
    ...ocspResponses.map((bytes) => ({ kind: 'ocsp' as const, bytes, keptWithin })),
    ...crls.map((bytes) => ({ kind: 'crl' as const, bytes, keptWithin })),
  ];
}
