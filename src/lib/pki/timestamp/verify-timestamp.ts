import { equalBytes } from '../bytes.ts';
import { isInForce, type Certificate } from '../certificate.ts';
import { buildChain, type CertificateChain } from '../certificates/build-chain.ts';
import { verifySigner, type SignedContent, type SignerProblem } from '../cms/verify-signer.ts';
import { DerError } from '../der/der-reader.ts';
import { oids } from '../der/oids.ts';
import { digest, type DigestName } from '../digest.ts';
import { readTimestampToken, type TimestampToken } from './timestamp-token.ts';

export { readTimestampToken, type TimestampToken } from './timestamp-token.ts';

/** Why a timestamp proves nothing. */
export type TimestampProblem =
  | SignerProblem
  | 'TIMESTAMP_UNREADABLE'
  /** It is about something else. */
  | 'IMPRINT_MISMATCH'
  /** The certificate is not for timestamps, for something else too, or does not insist on it. */
  | 'NOT_A_TIMESTAMP_CERTIFICATE'
  | 'CERTIFICATE_NOT_IN_FORCE'
  | 'TIMESTAMP_UNTRUSTED'
  | 'TIMESTAMP_FROM_THE_FUTURE';

export type TimestampContext = {
  trustAnchors: readonly Certificate[];
  /** Certificates known beside those in the token: of a DSS, of the signature around it. */
  certificates: readonly Certificate[];
  /**
   * The instant at which the chain of the TSA has to hold: now, or an instant at which the token is
   * proven to have existed.
   */
  at: Date;
};

export type TimestampVerdict = {
  /** Empty: everything in `content` existed at `genTime`. Revocation is not looked at. */
  problems: readonly TimestampProblem[];
  /** null when the token cannot be read. */
  token: TimestampToken | null;
  genTime: Date | null;
  certificate: Certificate | null;
  chain: CertificateChain | null;
};

/** Clocks of the TSA and of this machine may differ by this. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/**
 * Verifies a timestamp token over `content` (RFC 3161 §2.2, §2.3): imprint, signature, ESS
 * certificate, a certificate for timestamps alone, its chain, a plausible time. Nothing is thrown
 * for a bad one: it has problems.
 */
export async function verifyTimestampToken(
  token: TimestampToken | Uint8Array,
  content: SignedContent,
  context: TimestampContext,
): Promise<TimestampVerdict> {
  try {
    return await verify(
      token instanceof Uint8Array ? readTimestampToken(token) : token,
      content,
      context,
    );
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    return {
      problems: ['TIMESTAMP_UNREADABLE'],
      token: null,
      genTime: null,
      certificate: null,
      chain: null,
    };
  }
}

async function verify(
  token: TimestampToken,
  content: SignedContent,
  { trustAnchors, certificates, at }: TimestampContext,
): Promise<TimestampVerdict> {
  const { cms, genTime, imprint } = token;
  const problems: TimestampProblem[] = [];
  if (!imprint.digest) problems.push('ALGORITHM_UNKNOWN');
  else if (!equalBytes(imprint.value, await digestOf(content, imprint.digest))) {
    problems.push('IMPRINT_MISMATCH');
  }
  const certificate = cms.signer.certificate ?? certificates.find(cms.signer.isNamed) ?? null;
  problems.push(...(await verifySigner(cms, token.info, certificate)));
  let chain: CertificateChain | null = null;
  if (certificate) {
    if (!isForTimestampsAlone(certificate)) problems.push('NOT_A_TIMESTAMP_CERTIFICATE');
    if (!isInForce(certificate, genTime)) problems.push('CERTIFICATE_NOT_IN_FORCE');
    chain = await buildChain(certificate, [...cms.certificates, ...certificates], trustAnchors, at);
    if (!chain.isTrusted) problems.push('TIMESTAMP_UNTRUSTED');
  }
  if (genTime.getTime() > at.getTime() + CLOCK_TOLERANCE_MS) {
    problems.push('TIMESTAMP_FROM_THE_FUTURE');
  }
  return { problems: [...new Set(problems)], token, genTime, certificate, chain };
}

/** Extended key usage critical and nothing but timeStamping (RFC 3161 §2.3). */
export function isForTimestampsAlone({ extensions }: Certificate): boolean {
  const { extendedKeyUsage, critical, keyUsage } = extensions;
  const maySign =
    !keyUsage || keyUsage.includes('digitalSignature') || keyUsage.includes('contentCommitment');
  return (
    maySign &&
    extendedKeyUsage?.length === 1 &&
    extendedKeyUsage[0] === oids.timeStamping &&
    critical.includes(oids.extendedKeyUsage)
  );
}

function digestOf(content: SignedContent, name: DigestName): Promise<Uint8Array> {
  return content instanceof Uint8Array ? digest(name, content) : content(name);
}
