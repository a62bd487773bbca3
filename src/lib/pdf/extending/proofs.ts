import type { Certificate } from '#lib/pki/certificate.ts';
import {
  isForTimestampsAlone,
  verifyTimestampToken,
  type TimestampToken,
} from '#lib/pki/timestamp/verify-timestamp.ts';
import type { StatusInquiry } from '#lib/pki/validation-data/status-inquiry.ts';
import type { IntactSignature } from './intact-signatures.ts';

/** A document timestamp that we trust: everything before `end` existed at `genTime`. */
export type Proof = { end: number; genTime: Date };

/** A certificate whose chain the document has to prove, as it was at the instant `at`. */
export type Subject = {
  certificate: Certificate;
  /** Certificates that came with it. */
  certificates: readonly Certificate[];
  at: Date;
  /** Octets of the document that hold the signature made with it. */
  end: number;
};

export type ProofsOfExistence = {
  /** Oldest first. */
  proofs: readonly Proof[];
  /** Signers and TSAs, in the order of the form. */
  subjects: readonly Subject[];
  /** Every signature is proven to have existed at some instant. */
  areAllStamped: boolean;
};

/**
 * When each signature is proven to have existed (EN 319 102-1 §5.6.2.3): the newest document
 * timestamp is judged now, each older one at the time that the next one proves for it.
 */
export async function findProofs(
  signatures: readonly IntactSignature[],
  inquiry: StatusInquiry,
  input: { trustAnchors: readonly Certificate[]; now: Date },
): Promise<ProofsOfExistence> {
  const proofs: Proof[] = [];
  const subjects: Subject[] = [];
  const existedAt = (end: number): Date | null =>
    earliest(proofs.filter((proof) => proof.end > end).map(({ genTime }) => genTime));

  const isTrusted = async (token: TimestampToken, certificate: Certificate, at: Date) =>
    isForTimestampsAlone(certificate) &&
    (await inquiry.chainOf(certificate, token.cms.certificates, at)).isTrusted;

  for (const stamp of signatures.toSorted((a, b) => b.end - a.end)) {
    if (stamp.kind !== 'document-timestamp') continue;
    const { certificate, token, end } = stamp;
    const at = existedAt(end) ?? input.now;
    if (!(await isTrusted(token, certificate, at))) continue;
    proofs.unshift({ end, genTime: token.genTime });
    subjects.push({ certificate, certificates: token.cms.certificates, at, end });
  }

  let areAllStamped = true;
  for (const signature of signatures) {
    if (signature.kind !== 'signature') continue;
    const { certificate, cms, end, tokens } = signature;
    const usedAt = existedAt(end) ?? input.now;
    const times = proofs.filter((proof) => proof.end > end).map(({ genTime }) => genTime);
    for (const token of tokens) {
      const verdict = await verifyTimestampToken(token, cms.signer.signature, {
        trustAnchors: input.trustAnchors,
        certificates: cms.certificates,
        at: usedAt,
      });
      if (verdict.problems.length > 0 || !verdict.certificate) continue;
      times.push(token.genTime);
      const certificates = [...token.cms.certificates, ...cms.certificates];
      subjects.push({ certificate: verdict.certificate, certificates, at: usedAt, end });
    }
    const at = earliest(times);
    if (!at) areAllStamped = false;
    subjects.push({ certificate, certificates: cms.certificates, at: at ?? input.now, end });
  }
  return { proofs, subjects, areAllStamped };
}

function earliest(times: readonly Date[]): Date | null {
  return times.toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null;
}
