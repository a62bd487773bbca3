import type { Certificate } from '#lib/pki/certificate.ts';
import type { CertificateChain } from '#lib/pki/certificates/build-chain.ts';
import type {
  Indication,
  ReportedLevel,
  SignatureProblem,
  SignatureRemark,
  SubIndication,
  TimestampProblem,
} from '#lib/protocol/validation-report.ts';
import type { RevisionComparison } from '../comparing/change.ts';
import type { UsedAlgorithm } from './algorithm-reliability.ts';
import type { RevocationFinding } from './judge-revocation.ts';
import type { Validity } from './judge-validity.ts';

/** What is known about one signature, axis by axis. */
export type VerifiedSignature = {
  fieldName: string;
  kind: 'signature' | 'document-timestamp';
  level: ReportedLevel;
  indication: Indication;
  subIndication: SubIndication | null;
  /** Passed by the policy that was asked for. */
  isValid: boolean;
  /** The weightiest first. */
  reasons: readonly SignatureProblem[];
  remarks: readonly SignatureRemark[];
  /** The signed bytes and the signature over them are unchanged. */
  isIntact: boolean;
  algorithm: UsedAlgorithm | null;
  coverage: {
    coversWholeDocument: boolean;
    /** Octets of the revision that was signed; 0 when the byte range is wrong. */
    signedLength: number;
    /** Which state of the file that is, from 1; 0 when the byte range is wrong. */
    revision: number;
    revisionCount: number;
  };
  /** What came after it, and whether it permits that. */
  changes: RevisionComparison;
  signer: { certificate: Certificate; certificateSha256: string; isDemo: boolean } | null;
  chain: CertificateChain | null;
  validity: Validity;
  revocation: RevocationFinding;
  /** Claimed by the signer; from the timestamp itself for a document timestamp. */
  signedAt: Date | null;
  /** By a timestamp that holds: the signature existed at this instant. */
  provenAt: Date | null;
  timestamps: readonly VerifiedTimestamp[];
  wasValidAtSigning: boolean;
};

/** A timestamp in the signature itself, or a later one over the document. */
export type VerifiedTimestamp = {
  kind: 'signature' | 'document';
  /** What it says, believed or not. */
  at: Date | null;
  authority: Certificate | null;
  /** None: it proves that the signature existed then. */
  problems: readonly TimestampProblem[];
};
