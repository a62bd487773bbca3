import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { parseCertificate, type Certificate } from '#lib/pki/certificate.ts';
import { DerError } from '#lib/pki/der/der-reader.ts';
import {
  anchorPurposes,
  AnchorProvenanceSchema,
  type AnchorProvenance,
  type AnchorPurpose,
  type AnchorRefusal,
} from '#lib/protocol/trust-anchors.ts';
import { isMissing } from '../objects/durable-files.ts';

/** A certificate that this server trusts, with what is known of its origin. */
export type TrustAnchor = {
  fileName: string;
  certificate: Certificate;
  /** Of the DER, lower-case hex. */
  sha256: string;
  /** null: laid into the folder by hand; it may vouch for everything. */
  provenance: AnchorProvenance | null;
};

export type RefusedAnchorFile = { fileName: string; reason: AnchorRefusal };

export type TrustAnchorListing = { anchors: TrustAnchor[]; refused: RefusedAnchorFile[] };

/**
 * Certificates of the folders (`*.pem`, `*.crt`, `*.cer`; PEM or DER), each once, with the record
 * beside it. Read anew each time: the bridge may lay its demonstration CA there after the server has
 * started.
 */
export async function readTrustAnchors(folders: readonly string[]): Promise<TrustAnchorListing> {
  const listings = await Promise.all(folders.map(readFolder));
  const anchors = new Map<string, TrustAnchor>();
  for (const anchor of listings.flatMap((listing) => listing.anchors)) {
    const known = anchors.get(anchor.sha256);
    if (known === undefined || known.provenance === null) anchors.set(anchor.sha256, anchor);
  }
  return {
    anchors: [...anchors.values()],
    refused: listings.flatMap((listing) => listing.refused),
  };
}

/** What the anchor may vouch for. */
export function purposesOf(anchor: TrustAnchor): readonly AnchorPurpose[] {
  return anchor.provenance?.purposes ?? anchorPurposes;
}

async function readFolder(folder: string): Promise<TrustAnchorListing> {
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => /\.(?:pem|crt|cer)$/iu.test(name)).sort();
  const read = await Promise.all(files.map((fileName) => readAnchorFile(folder, fileName)));
  return {
    anchors: read.flatMap((file) => (Array.isArray(file) ? file : [])),
    refused: read.flatMap((file) => (Array.isArray(file) ? [] : [file])),
  };
}

async function readAnchorFile(
  folder: string,
  fileName: string,
): Promise<TrustAnchor[] | RefusedAnchorFile> {
  const file = await readFile(join(folder, fileName)).catch(() => null);
  const certificates = file && parseCertificates(file);
  if (certificates === null) return { fileName, reason: 'unreadable' };
  const record = await readRecord(join(folder, recordNameOf(fileName)));
  if (record === 'unreadable') return { fileName, reason: 'record-unreadable' };
  const anchors = certificates.map((certificate) => ({
    fileName,
    certificate,
    sha256: sha256Of(certificate.der),
    provenance: record,
  }));
  const isChanged = record !== null && anchors.some(({ sha256 }) => sha256 !== record.sha256);
  return isChanged ? { fileName, reason: 'changed-since-import' } : anchors;
}

/** `root.crt` → `root.json`. */
export function recordNameOf(fileName: string): string {
  return fileName.replace(/\.[^.]+$/u, '.json');
}

/** The certificates of a PEM or DER file; null when there is none, or something else. */
export function parseCertificates(file: Uint8Array): Certificate[] | null {
  try {
    const certificates = derBlocks(file).map(parseCertificate);
    return certificates.length === 0 ? null : certificates;
  } catch (error) {
    if (error instanceof DerError) return null;
    throw error;
  }
}

export function sha256Of(der: Uint8Array): string {
  return createHash('sha256').update(der).digest('hex');
}

function derBlocks(file: Uint8Array): Uint8Array[] {
  const text = Buffer.from(file).toString('latin1');
  if (!text.includes('-----BEGIN')) return [new Uint8Array(file)];
  const blocks = text.matchAll(/-----BEGIN CERTIFICATE-----([\s\S]+?)-----END CERTIFICATE-----/gu);
  return [...blocks].map(([, base64 = '']) => new Uint8Array(Buffer.from(base64, 'base64')));
}

async function readRecord(path: string): Promise<AnchorProvenance | null | 'unreadable'> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    return isMissing(error) ? null : 'unreadable';
  }
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), AnchorProvenanceSchema), text);
  return parsed.success ? parsed.output : 'unreadable';
}
