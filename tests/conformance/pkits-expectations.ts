import type { PathProblem } from '#lib/pki/path/validate-path.ts';
import type { RevocationProblem } from '#lib/pki/revocation/revocation.ts';
import type { Outcome } from './judge-pkits-case.ts';
import type { PkitsCase } from './pkits-cases.ts';

/** What a case's words ask for; of several codes any one will do. */
const meanings: readonly [RegExp, readonly (PathProblem | RevocationProblem)[]][] = [
  [/signature of .* could not be verified/u, ['CERTIFICATE_SIGNATURE_WRONG']],
  [/is not valid until/u, ['CERTIFICATE_NOT_YET_VALID']],
  [/certificate (\d )?expired/u, ['CERTIFICATE_EXPIRED']],
  [/issuer name could not be matched/u, ['ISSUER_NAME_DIFFERENT']],
  [/is not a CA/u, ['ISSUER_NOT_A_CA']],
  [/not allowed to sign certificates/u, ['ISSUER_MAY_NOT_ISSUE']],
  [/exceeds the maximum path length/u, ['PATH_TOO_LONG']],
  [/unsupported critical extension/u, ['UNKNOWN_CRITICAL_EXTENSION']],
  [/not all names .* in the permitted namespace/u, ['NAME_NOT_PERMITTED']],
  [/some names .* are excluded/u, ['NAME_EXCLUDED']],
  [/no valid set of policies/u, ['POLICY_NOT_ACCEPTED']],
  [/policy mapping for the "any policy"/u, ['POLICY_MAPPING_WRONG']],
  [/CRL is not recent enough/u, ['EVIDENCE_OUTDATED']],
  [/CRL only contains/u, ['EVIDENCE_OUT_OF_SCOPE']],
  [/CRL signature could not be verified/u, ['EVIDENCE_SIGNATURE_WRONG']],
  [/unrecognized critical extensions/u, ['EVIDENCE_CRITICAL_EXTENSION_UNKNOWN']],
  [/CRL issuer was revoked/u, ['EVIDENCE_SIGNER_REVOKED']],
  [/not authorized to sign CRLs/u, ['EVIDENCE_SIGNER_NOT_ALLOWED']],
  [/do not cover all revocation reasons/u, ['REASONS_NOT_COVERED']],
  [
    /no revocation information could be found/u,
    ['NO_EVIDENCE', 'EVIDENCE_OUT_OF_SCOPE', 'BASE_CRL_MISSING'],
  ],
];

const revoked =
  /^CRL indicates (?:the|intermediate) .* was revoked at ([\d:]+) on ([\d-]+), due to an? (.*)$/u;
const reasons: Record<string, string> = {
  'compromised key': 'keyCompromise',
  'certificate hold': 'certificateHold',
  'affiliation change': 'affiliationChanged',
};

/** The outcome that NIST expects, in our words. */
export function expectedOutcome({ name, error, path_len: pathLength }: PkitsCase): Outcome {
  if (!error) return { isAccepted: true, pathLength };
  const [, time, day, cause = ''] = revoked.exec(error.msg_regex) ?? [];
  if (time)
    return { isAccepted: false, reasons: [`REVOKED ${day}T${time}.000Z ${reasons[cause]}`] };
  const meaning = meanings.find(([words]) => words.test(error.msg_regex));
  if (!meaning) throw new Error(`${name} expects something new: ${error.msg_regex}`);
  return { isAccepted: false, reasons: meaning[1] };
}

/** The same answer; of a refusal also one of the reasons asked for. */
export function isExpected(found: Outcome, expected: Outcome): boolean {
  if (found.isAccepted) return expected.isAccepted && found.pathLength === expected.pathLength;
  return !expected.isAccepted && expected.reasons.some((reason) => found.reasons.includes(reason));
}
