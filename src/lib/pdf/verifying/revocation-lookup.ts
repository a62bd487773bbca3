import type { Certificate } from '#lib/pki/certificate.ts';
import { buildChain, type CertificateChain } from '#lib/pki/certificates/build-chain.ts';
import {
  checkRevocation,
  type RevocationEvidence,
  type RevocationVerdict,
} from '#lib/pki/revocation/revocation.ts';
import { StatusInquiry, type StatusProblem } from '#lib/pki/validation-data/status-inquiry.ts';
import type { ValidationServices } from '#lib/pki/validation-services.ts';
import type { EvidenceItem } from './validation-material.ts';

type Known = Exclude<RevocationVerdict, { status: 'unknown' }>;

/** The status of a certificate at an instant. */
export type FoundStatus =
  | (Known & {
      /** Octets of the file that hold the CRL or OCSP response it rests on; null: it is not in there. */
      keptWithin: number | null;
    })
  | { status: 'unknown'; problems: readonly StatusProblem[] };

export type LookupSources = {
  /** May grow while the document is being read. */
  evidence: readonly EvidenceItem[];
  trustAnchors: readonly Certificate[];
  now: Date;
  /** null: nobody is asked. */
  services: ValidationServices | null;
};

/**
 * What is known about certificates: from the document and what was given with it, then from their
 * issuers' services. Asked at the time of a signature, evidence made later proves too
 * (`pki/revocation/freshness.ts`), so that kept validation data outlive the certificates.
 */
export class RevocationLookup {
  readonly #sources: LookupSources;
  readonly #inquiry: StatusInquiry | null;

  constructor(sources: LookupSources) {
    const { services, trustAnchors, now } = sources;
    this.#sources = sources;
    this.#inquiry = services && new StatusInquiry({ services, trustAnchors, at: now });
  }

  /** The path to a trust anchor, with issuers fetched where nobody has them. */
  chainOf(leaf: Certificate, known: readonly Certificate[], at: Date): Promise<CertificateChain> {
    return this.#inquiry
      ? this.#inquiry.chainOf(leaf, known, at)
      : buildChain(leaf, known, this.#sources.trustAnchors, at);
  }

  async statusOf(
    certificate: Certificate,
    issuer: Certificate,
    at: Date,
    known: readonly Certificate[],
  ): Promise<FoundStatus> {
    const { evidence, trustAnchors } = this.#sources;
    const judge = (given: RevocationEvidence, instant: Date) =>
      checkRevocation(certificate, issuer, given, {
        at: instant,
        trustAnchors,
        certificates: known,
      });
    const kept = {
      crls: evidence.flatMap(({ kind, bytes }) => (kind === 'crl' ? bytes : [])),
      ocspResponses: evidence.flatMap(({ kind, bytes }) => (kind === 'ocsp' ? bytes : [])),
    };
    const verdict = await judge(kept, at);
    if (verdict.status !== 'unknown') return this.#found(verdict);

    const answer = await this.#inquiry?.statusOf(certificate, issuer, known);
    if (answer && answer.status !== 'unknown') {
      const then = await judge(answer.given, at);
      if (then.status !== 'unknown') return this.#found(then);
    }
    // What is too old to say that all is well may still tell of a revocation, which is for good.
    const ever = await judge(kept, certificate.notBefore);
    if (ever.status === 'good' && ever.revokedLater?.reason !== 'certificateHold') {
      const { revokedLater, source, evidence: bytes } = ever;
      if (revokedLater && revokedLater.revokedAt <= at) {
        return this.#found({ status: 'revoked', source, evidence: bytes, ...revokedLater });
      }
    }
    return answer?.status === 'unknown' ? answer : verdict;
  }

  #found(verdict: Known): FoundStatus {
    const item = this.#sources.evidence.find(({ bytes }) => bytes === verdict.evidence);
    return { ...verdict, keptWithin: item?.keptWithin ?? null };
  }
}
