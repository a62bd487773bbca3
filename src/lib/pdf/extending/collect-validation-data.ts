import { AppError } from '#lib/domain/app-error.ts';
import { displayName, parseCertificate, type Certificate } from '#lib/pki/certificate.ts';
import { DerError } from '#lib/pki/der/der-reader.ts';
import type { RevocationEvidence } from '#lib/pki/revocation/revocation.ts';
import type { StatusInquiry } from '#lib/pki/validation-data/status-inquiry.ts';
import type { ValidationData } from '#lib/pki/validation-data/validation-data.ts';
import type { IntactSignature } from './intact-signatures.ts';
import type { ProofsOfExistence, Subject } from './proofs.ts';
import type { readSecurityStore, StoredEvidence } from './security-store.ts';

type SecurityStore = ReturnType<typeof readSecurityStore>;

/**
 * Certificates and checked revocation data of all signers and TSAs. What an archive timestamp
 * already protects is not asked for again: its certificates may have expired since, and nobody
 * answers for them any more.
 *
 * Errors: `CERTIFICATE_REVOKED` when a certificate was revoked before its signature is proven to have
 * existed; `VALIDATION_DATA_MISSING` with the certificate and the reasons.
 */
export async function collectValidationData(input: {
  signatures: readonly IntactSignature[];
  proofs: ProofsOfExistence;
  store: SecurityStore;
  inquiry: StatusInquiry;
}): Promise<ValidationData> {
  const { inquiry, store, signatures } = input;
  const certificates = new Set<Uint8Array>();
  const crls = new Set<Uint8Array>();
  const ocspResponses = new Set<Uint8Array>();
  const embed = (evidence: RevocationEvidence): void => {
    for (const crl of evidence.crls) crls.add(crl);
    for (const response of evidence.ocspResponses) ocspResponses.add(response);
  };
  const stored = readable(store.certificates);
  const carried = evidenceCarriedBy(signatures);

  for (const subject of input.proofs.subjects) {
    const known = [...subject.certificates, ...stored];
    const chain = await inquiry.chainOf(subject.certificate, known, subject.at);
    if (!chain.isTrusted) throw missing(subject.certificate, chain.problems);
    const path = chain.certificates;
    for (const certificate of path) certificates.add(certificate.der);

    for (const [index, certificate] of path.entries()) {
      const issuer = path[index + 1];
      if (!issuer) break;
      const pair = { certificate, issuer, known: [...known, ...path] };
      if (await isArchived(pair, subject, input)) continue;
      embed(await evidenceFor(pair, subject, carried, inquiry));
    }
  }
  return { certificates: [...certificates], crls: [...crls], ocspResponses: [...ocspResponses] };
}

type Pair = { certificate: Certificate; issuer: Certificate; known: readonly Certificate[] };

/** Whether data in the document, protected by a later document timestamp, show that all was well. */
async function isArchived(
  { certificate, issuer, known }: Pair,
  subject: Subject,
  {
    proofs,
    store,
    inquiry,
  }: { proofs: ProofsOfExistence; store: SecurityStore; inquiry: StatusInquiry },
): Promise<boolean> {
  const archive = proofs.proofs.findLast(({ end }) => end > subject.end);
  if (!archive) return false;
  const evidence = asEvidence(store.evidence.filter(({ offset }) => offset < archive.end));
  const verdict = await inquiry.judge(certificate, issuer, evidence, known, subject.at);
  return verdict.status === 'good';
}

/** Asked for now; what the signature carries itself only where nobody answers. */
async function evidenceFor(
  { certificate, issuer, known }: Pair,
  subject: Subject,
  carried: RevocationEvidence,
  inquiry: StatusInquiry,
): Promise<RevocationEvidence> {
  const status = await inquiry.statusOf(certificate, issuer, known);
  if (status.status === 'good') return status.given;
  if (status.status === 'revoked') {
    if (status.revokedAt > subject.at) return status.given;
    throw new AppError('CERTIFICATE_REVOKED', {
      certificate: displayName(certificate.subject),
      revokedAt: status.revokedAt.toISOString(),
      reason: status.reason,
    });
  }
  const verdict = await inquiry.judge(certificate, issuer, carried, known, subject.at);
  if (verdict.status === 'good') return carried;
  throw missing(certificate, status.problems);
}

function missing(certificate: Certificate, reasons: readonly string[]): AppError {
  const subject = displayName(certificate.subject);
  return new AppError('VALIDATION_DATA_MISSING', { certificate: subject, reasons });
}

/** Revocation data inside the CMS of the signatures. */
function evidenceCarriedBy(signatures: readonly IntactSignature[]): RevocationEvidence {
  return {
    crls: signatures.flatMap(({ cms }) => cms.revocation.crls),
    ocspResponses: signatures.flatMap(({ cms }) => cms.revocation.ocspResponses),
  };
}

function asEvidence(stored: readonly StoredEvidence[]): RevocationEvidence {
  const of = (kind: StoredEvidence['kind']) =>
    stored.filter((one) => one.kind === kind).map(({ bytes }) => bytes);
  return { crls: of('crl'), ocspResponses: of('ocsp') };
}

/** Others say nothing. */
function readable(candidates: readonly Uint8Array[]): Certificate[] {
  return candidates.flatMap((der) => {
    try {
      return [parseCertificate(der)];
    } catch (error) {
      if (error instanceof DerError) return [];
      throw error;
    }
  });
}
