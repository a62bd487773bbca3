import { createHash } from 'node:crypto';
import type { SignatureLevel } from '#lib/domain/signing-profile.ts';
import type { Receipt } from '#lib/protocol/documents.ts';
import { prepareSignature, sealSignature } from '#lib/pdf/prepare-signature.ts';
import {
  createDemoAuthority,
  issueDemoCertificate,
  type DemoAuthority,
  type DemoCertificate,
} from '#lib/pki/demo-authority.ts';
import type { Context } from '../context.ts';
import type { PriorRecord } from '../stores/document-store.ts';
import type { Stores } from '../stores/stores.ts';
import { checkContent } from '../use-cases/check-content.ts';
import { drawPaper, paperFont } from './draw-paper.ts';
import { accounts, accountId } from './organization.ts';

/** So many of the newest results are kept with their papers, so that the first look finds some. */
export const PAPER_COUNT = 30;

type Paper = {
  record: PriorRecord;
  bytes: Uint8Array;
  receipt: Omit<Receipt, 'auditHash'>;
  level: SignatureLevel | null;
};

/**
 * Draws and signs the papers of some results, with a demonstration CA that is made for it and
 * forgotten, and puts them among the objects.
 */
export async function makePapers(
  context: Context,
  records: readonly PriorRecord[],
): Promise<Paper[]> {
  const sources = {
    now: context.now(),
    random: (length: number) => crypto.getRandomValues(new Uint8Array(length)),
  };
  const authority = await createDemoAuthority(sources);
  const signers = new Map<string, DemoCertificate>();
  const font = await paperFont();
  const papers: Paper[] = [];
  for (const record of records) {
    const signer =
      signers.get(record.announcedBy) ??
      (await issueDemoCertificate(
        authority,
        { commonName: nameOf(record.announcedBy), keyType: 'ec' },
        sources,
      ));
    signers.set(record.announcedBy, signer);
    const bytes = await sign(await drawPaper(record.metadata, font), signer, sources.now);
    papers.push({ record, bytes, ...(await described(record, bytes, authority, sources.now)) });
  }
  for (const { receipt, bytes } of papers) await context.objects.put(receipt.sha256, bytes);
  return papers;
}

/** Writes the papers as documents that went the whole way. Their items must be digitized already. */
export async function insertPapers(stores: Stores, papers: readonly Paper[]): Promise<void> {
  for (const { record, receipt, level } of papers) {
    const at = record.storedAt;
    const { id, metadata, procedureId, inventoryItemId } = record;
    await stores.documents.announce(
      {
        documentId: id,
        kind: 'as-is',
        fileName: `${metadata.numberNotation.replaceAll('/', '-')}.pdf`,
        sha256: receipt.sha256,
        sourceSha256: [],
        sizeBytes: receipt.sizeBytes,
        pageCount: receipt.pageCount,
        procedureId,
        inventoryItemId,
        metadata,
        recognized: {},
        fullText: '',
      },
      { personId: record.announcedBy, orgUnitId: record.orgUnitId, at },
    );
    const entry = await stores.audit.append({
      at,
      action: 'document.stored',
      actorId: record.announcedBy,
      actorName: nameOf(record.announcedBy),
      subjectKind: 'document',
      subjectId: id,
      details: { sha256: receipt.sha256, code: receipt.code, inventoryItemId },
    });
    await stores.documents.markStored(id, { ...receipt, auditHash: entry.hash }, level);
  }
}

async function described(
  record: PriorRecord,
  bytes: Uint8Array,
  authority: DemoAuthority,
  at: Date,
): Promise<Pick<Paper, 'receipt' | 'level'>> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const trust = { trustAnchors: [authority.certificate], timestampAnchors: [], at };
  const { signatures, level } = await checkContent(bytes, { sha256, pageCount: 1 }, trust);
  const receipt = {
    documentId: record.id,
    code: record.code,
    sha256,
    sizeBytes: bytes.byteLength,
    pageCount: 1,
    storedAt: record.storedAt.toISOString(),
    inventoryItemId: record.inventoryItemId,
    isCounted: true,
    signatures,
  };
  return { receipt, level };
}

async function sign(pdf: Uint8Array, signer: DemoCertificate, signedAt: Date): Promise<Uint8Array> {
  const prepared = await prepareSignature(pdf, {
    certificateChain: signer.chain,
    signedAt,
    profile: 'scan',
    appearance: null,
  });
  const signature = await crypto.subtle.sign(
    { name: 'ECDSA', hash: 'SHA-256' },
    signer.privateKey,
    new Uint8Array(prepared.toBeSigned),
  );
  return sealSignature(prepared, new Uint8Array(signature));
}

function nameOf(id: string): string {
  return accounts.find((account) => accountId(account.username) === id)?.name ?? '';
}
