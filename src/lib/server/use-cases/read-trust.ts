import type { Person } from '#lib/domain/access.ts';
import { displayName, isDemoCertificate, isInForce, organizationOf } from '#lib/pki/certificate.ts';
import { isSameName } from '#lib/pki/certificates/distinguished-name.ts';
import type {
  TrustAnchorEntry,
  TrustOverview,
  TrustSettings,
} from '#lib/protocol/trust-anchors.ts';
import type { Context } from '../context.ts';
import { purposesOf, type TrustAnchor } from '../trust-anchors/read-trust-anchors.ts';
import { requirePermission } from './require-permission.ts';

/** What pages need to judge signatures as this server does. */
export async function readTrust(context: Context, person: Person | null): Promise<TrustSettings> {
  requirePermission(person, 'document.read');
  const { anchors } = await context.trustAnchorListing();
  return {
    anchors: anchors.map((anchor) => ({
      certificate: Buffer.from(anchor.certificate.der).toString('base64'),
      sha256: anchor.sha256,
      purposes: [...purposesOf(anchor)],
      provenance: anchor.provenance,
    })),
    hasTimestampAuthority: context.validationServices.timestamp !== null,
  };
}

/** Everything about trust that an administrator may want to check. */
export async function readTrustOverview(
  context: Context,
  person: Person | null,
): Promise<TrustOverview> {
  requirePermission(person, 'audit.read');
  const { anchors, refused } = await context.trustAnchorListing();
  const { tsaUrl, allowedUrls } = context.env.pki;
  const now = context.now();
  return {
    anchors: anchors.map((anchor) => anchorEntry(anchor, now)),
    refused,
    tsaUrl,
    allowedUrls,
  };
}

function anchorEntry(anchor: TrustAnchor, now: Date): TrustAnchorEntry {
  const { certificate, sha256, provenance, fileName } = anchor;
  const { subject, issuer, notBefore, notAfter, serialNumber } = certificate;
  return {
    subject: displayName(subject),
    organization: organizationOf(subject),
    issuer: isSameName(subject, issuer) ? null : displayName(issuer),
    serialNumber,
    sha256,
    notBefore: notBefore.toISOString(),
    notAfter: notAfter.toISOString(),
    validity: isInForce(certificate, now) ? 'in-force' : now < notBefore ? 'not-yet' : 'expired',
    isDemo: isDemoCertificate(certificate),
    purposes: purposesOf(anchor),
    provenance,
    fileName,
  };
}
