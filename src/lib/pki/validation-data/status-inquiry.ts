import { AppError } from '#lib/domain/app-error.ts';
import { equalBytes } from '../bytes.ts';
import { parseCertificate, type Certificate } from '../certificate.ts';
import { buildChain, type CertificateChain } from '../certificates/build-chain.ts';
import { readDerPrefix, DerError } from '../der/der-reader.ts';
import { oids } from '../der/oids.ts';
import { constructedContext, tags } from '../der/tags.ts';
import { buildOcspRequest } from '../revocation/ocsp.ts';
import {
  checkRevocation,
  type RevocationEvidence,
  type RevocationProblem,
  type RevocationVerdict,
} from '../revocation/revocation.ts';
import { revocationSources } from '../revocation/sources.ts';
import type { ValidationServices } from '../validation-services.ts';

/** Why nothing is known: nobody could be asked, or no answer could be believed. */
export type StatusProblem = 'NO_SOURCE' | 'SOURCE_UNREACHABLE' | RevocationProblem;

/** `evidence`: the checked answers that it rests on. */
export type CertificateStatus =
  | (Exclude<RevocationVerdict, { status: 'unknown' }> & { given: RevocationEvidence })
  | { status: 'unknown'; problems: readonly StatusProblem[] };

export type InquiryInput = {
  services: ValidationServices;
  trustAnchors: readonly Certificate[];
  /** Now. */
  at: Date;
};

/** Issuers that are fetched one after the other for one chain. */
const MAX_FETCHED_ISSUERS = 4;

/**
 * Asks about certificates where they say that one should ask, each thing once: issuers by AIA,
 * status by OCSP and then by CRL. Every answer is checked before it is believed.
 */
export class StatusInquiry {
  readonly #input: InquiryInput;
  readonly #fetched: Certificate[] = [];
  readonly #askedIssuers = new Set<string>();
  readonly #statuses: { certificate: Certificate; status: Promise<CertificateStatus> }[] = [];

  constructor(input: InquiryInput) {
    this.#input = input;
  }

  /** A chain that holds at the instant `at`, with missing issuers fetched. */
  async chainOf(
    leaf: Certificate,
    known: readonly Certificate[],
    at: Date,
  ): Promise<CertificateChain> {
    for (let round = 0; ; round++) {
      const { trustAnchors } = this.#input;
      const chain = await buildChain(leaf, [...known, ...this.#fetched], trustAnchors, at);
      const last = chain.certificates.at(-1);
      if (chain.isTrusted || !last || round >= MAX_FETCHED_ISSUERS) return chain;
      if (!(await this.#fetchIssuers(last))) return chain;
    }
  }

  /** Asked now, or by an earlier call. */
  statusOf(
    certificate: Certificate,
    issuer: Certificate,
    known: readonly Certificate[],
  ): Promise<CertificateStatus> {
    const before = this.#statuses.find((one) => equalBytes(one.certificate.der, certificate.der));
    if (before) return before.status;
    const status = this.#ask(certificate, issuer, known);
    this.#statuses.push({ certificate, status });
    return status;
  }

  /** What these answers say at an instant; nobody is asked. */
  judge(
    certificate: Certificate,
    issuer: Certificate,
    evidence: RevocationEvidence,
    known: readonly Certificate[],
    at: Date,
  ): Promise<RevocationVerdict> {
    const { trustAnchors } = this.#input;
    const certificates = [...known, ...this.#fetched];
    return checkRevocation(certificate, issuer, evidence, { at, trustAnchors, certificates });
  }

  async #ask(
    certificate: Certificate,
    issuer: Certificate,
    known: readonly Certificate[],
  ): Promise<CertificateStatus> {
    const { services, at } = this.#input;
    const sources = revocationSources(certificate);
    const problems = new Set<StatusProblem>();
    const judged = async (evidence: RevocationEvidence): Promise<CertificateStatus | null> => {
      const verdict = await this.judge(certificate, issuer, evidence, known, at);
      if (verdict.status !== 'unknown') return { ...verdict, given: evidence };
      for (const problem of verdict.problems) problems.add(problem);
      return null;
    };
    const fetched = (ask: () => Promise<Uint8Array>) =>
      ask().catch((error: unknown) => {
        if (!(error instanceof AppError)) throw error;
        problems.add('SOURCE_UNREACHABLE');
        return null;
      });

    const answers: Uint8Array[] = [];
    for (const url of sources.ocsp) {
      // Without a nonce: a kept answer is as good, and a batch asks only once (RFC 5019 §4).
      const request = await buildOcspRequest({ certificate, issuer, nonce: null });
      const answer = await fetched(() => services.ocsp(url, request));
      if (!answer) continue;
      const status = await judged({ crls: [], ocspResponses: [answer] });
      if (status) return status;
      answers.push(answer);
    }
    for (const url of sources.crl) {
      const whole = await fetched(() => services.crl(url));
      if (!whole) continue;
      const deltas = await Promise.all(
        sources.deltaCrl.map((delta) => fetched(() => services.crl(delta))),
      );
      const crls = [whole, ...deltas.flatMap((delta) => delta ?? [])];
      // Together with an answer whose responder has to be looked up itself.
      const status =
        (await judged({ crls, ocspResponses: [] })) ??
        (answers.length > 0 ? await judged({ crls, ocspResponses: answers }) : null);
      if (status) return status;
    }
    if (sources.ocsp.length + sources.crl.length === 0) problems.add('NO_SOURCE');
    return { status: 'unknown', problems: [...problems] };
  }

  /** Whether any came that was not there. */
  async #fetchIssuers(certificate: Certificate): Promise<boolean> {
    const before = this.#fetched.length;
    for (const url of revocationSources(certificate).issuers) {
      if (this.#askedIssuers.has(url)) continue;
      this.#askedIssuers.add(url);
      try {
        const bytes = await this.#input.services.issuerCertificates(url);
        this.#fetched.push(...readIssuers(bytes));
      } catch (error) {
        // Without it the chain stays open, and that is what is told.
        if (!(error instanceof AppError || error instanceof DerError)) throw error;
      }
    }
    return this.#fetched.length > before;
  }
}

/** One DER certificate, or a certs-only CMS (RFC 5280 §4.2.2.1). */
function readIssuers(bytes: Uint8Array): Certificate[] {
  const node = readDerPrefix(bytes, 'ber');
  if (node.child(0).tag !== tags.objectIdentifier) return [parseCertificate(bytes)];
  if (node.child(0).oid() !== oids.signedData) throw new DerError('Not certificates');
  const signedData = node.child(1, constructedContext(0)).child(0, tags.sequence);
  const members = signedData.find(constructedContext(0))?.children ?? [];
  return members
    .filter((member) => member.tag === tags.sequence)
    .map((member) => parseCertificate(member.bytes));
}
