import { toHex } from '../bytes.ts';
import type { Certificate } from '../certificate.ts';
import { isSameName } from '../certificates/distinguished-name.ts';
import { oids } from '../der/oids.ts';
import { digest } from '../digest.ts';
import { checkIssuerSignature, issuerKeyOf } from '../path/issuer-signature.ts';
import { validatePath } from '../path/validate-path.ts';
import { freshnessProblem, signerInstant } from './freshness.ts';
import { isAnswerAbout, keyBitsOf, type BasicOcspResponse, type OcspResponse } from './ocsp.ts';
import type { RevocationContext, RevocationProblem, Statement } from './revocation-verdict.ts';
import { revocationSources } from './sources.ts';

/**
 * RFC 6960 §3.2: what one response says of a certificate. Empty on both sides when it is about
 * others. `issuerPath`: the certificate's issuer first, the trust anchor last.
 */
export async function checkOcsp(
  certificate: Certificate,
  issuerPath: readonly Certificate[],
  response: OcspResponse,
  context: RevocationContext,
): Promise<{ statements: readonly Statement[]; problems: readonly RevocationProblem[] }> {
  if (response.status !== 'successful') {
    return { statements: [], problems: ['RESPONDER_REFUSED'] };
  }
  const [issuer] = issuerPath;
  if (!issuer) throw new RangeError('A path has at least one certificate');
  const statements: Statement[] = [];
  const problems: RevocationProblem[] = [];
  for (const answer of response.answers) {
    if (!(await isAnswerAbout(answer, certificate, issuer))) continue;
    const { thisUpdate, nextUpdate, archiveCutoff: keepsExpiredSince, status } = answer;
    const dates = { thisUpdate, nextUpdate, keepsExpiredSince };
    const revocation = typeof status === 'string' ? null : status;
    const problem =
      (response.hasUnknownCriticalExtension ? 'EVIDENCE_CRITICAL_EXTENSION_UNKNOWN' : null) ??
      (status === 'unknown' ? 'CERTIFICATE_UNKNOWN_TO_RESPONDER' : null) ??
      freshnessProblem(dates, revocation, certificate, context.at) ??
      (await responderProblem(response, issuerPath, context));
    if (problem || status === 'unknown') {
      if (problem) problems.push(problem);
      continue;
    }
    statements.push({
      source: 'ocsp',
      thisUpdate,
      nextUpdate,
      producedAt: response.producedAt,
      evidence: response.der,
      revocation,
    });
  }
  return { statements, problems };
}

/** §4.2.2.2: the issuer itself, or somebody whom the same issuer certified for this. */
async function responderProblem(
  response: BasicOcspResponse,
  issuerPath: readonly Certificate[],
  context: RevocationContext,
): Promise<RevocationProblem | null> {
  const [issuer] = issuerPath;
  let problem: RevocationProblem | null = null;
  let isAnyNamed = false;
  for (const responder of [issuer, ...response.certificates, ...context.certificates]) {
    if (!responder || !(await isResponder(responder, response))) continue;
    isAnyNamed = true;
    const isIssuer = responder === issuer;
    const key = issuerKeyOf(isIssuer ? issuerPath : [responder, ...issuerPath]);
    if ((await checkIssuerSignature(response, key)) !== 'right') continue;
    if (isIssuer) return null;
    problem = await delegationProblem(responder, response, issuerPath, context);
    if (!problem) return null;
  }
  return problem ?? (isAnyNamed ? 'EVIDENCE_SIGNATURE_WRONG' : 'EVIDENCE_SIGNER_UNKNOWN');
}

async function isResponder(
  certificate: Certificate,
  { responder }: BasicOcspResponse,
): Promise<boolean> {
  if ('name' in responder) return isSameName(certificate.subject, responder.name);
  return toHex(await digest('SHA-1', keyBitsOf(certificate))) === responder.keyHash;
}

async function delegationProblem(
  responder: Certificate,
  { producedAt }: BasicOcspResponse,
  issuerPath: readonly Certificate[],
  context: RevocationContext,
): Promise<RevocationProblem | null> {
  const [issuer] = issuerPath;
  const { extendedKeyUsage, keyUsage, hasOcspNoCheck } = responder.extensions;
  const isForOcsp =
    extendedKeyUsage?.includes(oids.ocspSigning) &&
    (!keyUsage || keyUsage.includes('digitalSignature') || keyUsage.includes('contentCommitment'));
  if (!isForOcsp || !issuer) return 'EVIDENCE_SIGNER_NOT_ALLOWED';
  const at = signerInstant(context.at, producedAt);
  const path = await validatePath([responder, issuer], { at });
  if (!path.isValid) return 'EVIDENCE_SIGNER_NOT_ALLOWED';

  // §4.2.2.2.1: without a way to ask, the issuer means the certificate to be taken as it is.
  const { ocsp, crl } = revocationSources(responder);
  if (hasOcspNoCheck || (ocsp.length === 0 && crl.length === 0)) return null;
  const status = await context.signerStatus({ certificate: responder, issuer }, at);
  if (status === 'good') return null;
  return status === 'revoked' ? 'EVIDENCE_SIGNER_REVOKED' : 'EVIDENCE_SIGNER_STATUS_UNKNOWN';
}
