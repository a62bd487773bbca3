import { AppError } from '#lib/domain/app-error.ts';
import { parseCertificate, type Certificate } from '#lib/pki/certificate.ts';
import { DerError } from '#lib/pki/der/der-reader.ts';
import { PdfReference, type PdfDict, type PdfObject } from '../objects/pdf-object.ts';
import type { PdfFile } from '../reading/pdf-file.ts';

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

/** Certificates and revocation data of the document security store (ISO 32000-2 §12.8.4.3). */
export function readSecurityStore(file: PdfFile): ValidationMaterial {
  const store = file.dict(file.catalog.get('DSS'));
  const perSignature = file.dict(store?.get('VRI'))?.entries.values() ?? [];
  const lists = [store, ...[...perSignature].map((item) => file.dict(item))];
  const streams = (...keys: string[]) => collectStreams(file, lists, keys);
  const evidence = (kind: EvidenceItem['kind'], ...keys: string[]) =>
    streams(...keys).map((one) => ({ kind, ...one }));
  return {
    certificates: readCertificates(streams('Certs', 'Cert').map(({ bytes }) => bytes)),
    evidence: [...evidence('ocsp', 'OCSPs', 'OCSP'), ...evidence('crl', 'CRLs', 'CRL')],
  };
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

function collectStreams(
  file: PdfFile,
  lists: readonly (PdfDict | null)[],
  keys: readonly string[],
): { bytes: Uint8Array; keptWithin: number | null }[] {
  const references = new Map<number, PdfReference>();
  for (const item of lists.flatMap((list) => keys.flatMap((key) => itemsOf(file, list, key)))) {
    if (item instanceof PdfReference && references.size < MAX_STREAMS) {
      references.set(item.number, item);
    }
  }
  return [...references.values()].flatMap((reference) => {
    const bytes = readStream(file, reference);
    return bytes ? { bytes, keptWithin: endOf(file, reference) } : [];
  });
}

/** What cannot be read proves nothing. */
function readStream(file: PdfFile, reference: PdfReference): Uint8Array | null {
  try {
    const stream = file.stream(reference);
    return stream && file.decode(stream).data;
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

function itemsOf(file: PdfFile, list: PdfDict | null, key: string): PdfObject[] {
  return file.array(list?.get(key)) ?? [];
}

/** The end of a stream that is an object of its own lies within the revision it begins in. */
function endOf(file: PdfFile, reference: PdfReference): number | null {
  const entry = file.entry(reference.number);
  return entry?.kind === 'offset' ? entry.offset + 1 : null;
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
