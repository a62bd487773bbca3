import {
  certificateSha256,
  displayName,
  isDemoCertificate,
  organizationOf,
  type Certificate,
} from '#lib/pki/certificate.ts';
import type {
  CertificateReport,
  SignatureReport,
  TimestampReport,
} from '#lib/protocol/validation-report.ts';
import { describeAlgorithm, describeKey } from './algorithm-reliability.ts';
import type { VerifiedSignature, VerifiedTimestamp } from './verified-signature.ts';

/** The verdict on one signature as plain data. */
export async function writeSignatureReport(verified: VerifiedSignature): Promise<SignatureReport> {
  const { signer, chain, coverage, changes, algorithm } = verified;
  return {
    fieldName: verified.fieldName,
    kind: verified.kind,
    indication: verified.indication,
    subIndication: verified.subIndication,
    reasons: [...verified.reasons],
    remarks: [...verified.remarks],
    integrity: {
      state: integrityOf(verified),
      algorithm: algorithm ? describeAlgorithm(algorithm) : '',
    },
    coverage: {
      state: coverageState(verified),
      revision: coverage.revision,
      revisionCount: coverage.revisionCount,
      signedLength: coverage.signedLength,
    },
    changes: {
      state: coverage.signedLength > 0 ? changes.verdict : 'unknown',
      items: changes.changes.map((change) => ({ ...change })),
    },
    identity: {
      state: identityOf(verified),
      certificate: signer && (await describeCertificate(signer.certificate)),
    },
    trust: {
      state: chain ? (chain.isTrusted ? 'trusted' : 'untrusted') : 'unknown',
      chain: await Promise.all((chain?.certificates ?? []).map(describeCertificate)),
      problems: chain && !chain.isTrusted ? [...chain.problems] : [],
    },
    validity: { state: verified.validity },
    revocation: writeRevocation(verified),
    time: {
      state: verified.provenAt ? 'proven' : verified.signedAt ? 'claimed' : 'unknown',
      claimedAt: verified.signedAt?.toISOString() ?? null,
      provenAt: verified.provenAt?.toISOString() ?? null,
      timestamps: verified.timestamps.map(writeTimestamp),
    },
    level: verified.level,
  };
}

function integrityOf({
  isIntact,
  reasons,
}: VerifiedSignature): SignatureReport['integrity']['state'] {
  if (isIntact) return 'intact';
  const isUndecided = reasons.some((reason) => undecidedReasons.has(reason));
  const isBroken = reasons.some((reason) => brokenReasons.has(reason));
  return isUndecided && !isBroken ? 'unknown' : 'broken';
}

const undecidedReasons: ReadonlySet<string> = new Set([
  'SUBFILTER_UNKNOWN',
  'ALGORITHM_UNKNOWN',
  'SIGNER_CERTIFICATE_MISSING',
]);

const brokenReasons: ReadonlySet<string> = new Set([
  'SIGNATURE_UNREADABLE',
  'BYTE_RANGE_WRONG',
  'CONTENT_CHANGED',
  'ATTRIBUTES_WRONG',
  'SIGNATURE_WRONG',
]);

function coverageState({ coverage }: VerifiedSignature): SignatureReport['coverage']['state'] {
  if (coverage.signedLength === 0) return 'unknown';
  return coverage.coversWholeDocument ? 'whole-document' : 'earlier-revision';
}

function identityOf({ signer, reasons }: VerifiedSignature): SignatureReport['identity']['state'] {
  if (!signer) return 'missing';
  const isUnsuitable =
    reasons.includes('CERTIFICATE_NOT_FOR_SIGNING') ||
    reasons.includes('SIGNER_CERTIFICATE_MISMATCH');
  return isUnsuitable ? 'unsuitable' : 'suitable';
}

async function describeCertificate(certificate: Certificate): Promise<CertificateReport> {
  return {
    subject: displayName(certificate.subject),
    issuer: displayName(certificate.issuer),
    managingUnit: organizationOf(certificate.subject) || organizationOf(certificate.issuer),
    serialNumber: certificate.serialNumber,
    notBefore: certificate.notBefore.toISOString(),
    notAfter: certificate.notAfter.toISOString(),
    sha256: await certificateSha256(certificate),
    key: describeKey(certificate.key),
    isDemo: isDemoCertificate(certificate),
  };
}

function writeRevocation({ revocation }: VerifiedSignature): SignatureReport['revocation'] {
  const blank = { source: null, checkedAt: null, revokedAt: null, reason: null, problems: [] };
  switch (revocation.state) {
    case 'good': {
      const { state, source, checkedAt } = revocation;
      return { ...blank, state, source, checkedAt: checkedAt.toISOString() };
    }
    case 'unknown':
      return { ...blank, state: 'unknown', problems: [...revocation.problems] };
    default: {
      const { state, source, revokedAt, reason } = revocation;
      return { ...blank, state, source, revokedAt: revokedAt.toISOString(), reason };
    }
  }
}

function writeTimestamp({ kind, at, authority, problems }: VerifiedTimestamp): TimestampReport {
  return {
    kind,
    isUsable: problems.length === 0,
    at: at?.toISOString() ?? null,
    authority: authority ? displayName(authority.subject) : '',
    problems: [...problems],
  };
}
