import type {
  Indication,
  SignatureProblem,
  SubIndication,
} from '#lib/protocol/validation-report.ts';

export type Conclusion = {
  indication: Indication;
  /** null when passed. */
  subIndication: SubIndication | null;
  /** Each once, the weightiest first. */
  problems: readonly SignatureProblem[];
};

/**
 * Where each problem leads (EN 319 102-1 §5.1.3), in the order of the building blocks: format,
 * cryptography, signer, path, revocation. The first one found decides, a failure before any doubt.
 * A document changed after signing is a failure of its format, as EU DSS has it too.
 */
const outcomes = {
  SIGNATURE_UNREADABLE: ['failed', 'FORMAT_FAILURE'],
  SUBFILTER_UNKNOWN: ['failed', 'FORMAT_FAILURE'],
  BYTE_RANGE_WRONG: ['failed', 'FORMAT_FAILURE'],
  CONTENT_CHANGED: ['failed', 'HASH_FAILURE'],
  ATTRIBUTES_WRONG: ['failed', 'FORMAT_FAILURE'],
  SIGNATURE_WRONG: ['failed', 'SIG_CRYPTO_FAILURE'],
  CHANGED_AFTER_SIGNING: ['failed', 'FORMAT_FAILURE'],
  CERTIFICATE_REVOKED: ['failed', 'REVOKED'],
  CERTIFICATE_NOT_YET_VALID: ['failed', 'NOT_YET_VALID'],
  CERTIFICATE_NOT_VALID_AT_SIGNING: ['failed', 'EXPIRED'],
  SIGNER_CERTIFICATE_MISSING: ['indeterminate', 'NO_SIGNING_CERTIFICATE_FOUND'],
  SIGNER_CERTIFICATE_MISMATCH: ['indeterminate', 'NO_SIGNING_CERTIFICATE_FOUND'],
  ALGORITHM_UNKNOWN: ['indeterminate', 'CRYPTO_CONSTRAINTS_FAILURE'],
  SIGNED_IN_THE_FUTURE: ['indeterminate', 'SIG_CONSTRAINTS_FAILURE'],
  CERTIFICATE_UNTRUSTED: ['indeterminate', 'NO_CERTIFICATE_CHAIN_FOUND'],
  CERTIFICATE_NOT_FOR_SIGNING: ['indeterminate', 'CHAIN_CONSTRAINTS_FAILURE'],
  ISSUER_REVOKED: ['indeterminate', 'REVOKED_CA_NO_POE'],
  REVOKED_TIME_UNPROVEN: ['indeterminate', 'REVOKED_NO_POE'],
  EXPIRED_TIME_UNPROVEN: ['indeterminate', 'OUT_OF_BOUNDS_NO_POE'],
  ALGORITHM_TOO_WEAK: ['indeterminate', 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE'],
  REVOCATION_UNKNOWN: ['indeterminate', 'TRY_LATER'],
} as const satisfies Record<SignatureProblem, readonly [Indication, SubIndication]>;

const weight = new Map(Object.keys(outcomes).map((problem, index) => [problem, index]));

export function conclude(found: readonly SignatureProblem[]): Conclusion {
  const problems = [...new Set(found)].sort((a, b) => (weight.get(a) ?? 0) - (weight.get(b) ?? 0));
  const [first] = problems;
  if (!first) return { indication: 'passed', subIndication: null, problems };
  const [indication, subIndication] = outcomes[first];
  return { indication, subIndication, problems };
}
