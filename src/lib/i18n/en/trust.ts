import type { trust as vi } from '../vi/trust.ts';
import type { Translated } from '../translated.ts';

export const trust: Translated<typeof vi> = {
  title: 'Trust anchors',
  purpose:
    'Signatures and timestamps are trusted only when they lead to a certificate of this list. The list is configuration of the server; this page only shows it.',
  count: (total) => `${total} certificates`,
  table: 'Trusted root certificates',
  subject: 'Subject',
  issuedBy: (issuer) => `Issued by ${issuer}`,
  selfIssued: 'Self-issued (root)',
  demo: 'DEMO',
  demoText: 'For trying out, without legal value',
  purposes: 'Good for',
  purposeNames: { signing: 'Signatures', timestamping: 'Timestamps' },
  validity: 'Validity',
  period: (from, to) => `${from} – ${to}`,
  validityNames: { 'in-force': 'In force', 'not-yet': 'Not yet valid', expired: 'Expired' },
  source: 'Origin',
  imported: (by, on) => `imported by ${by} on ${on}`,
  unknownSource: 'Unknown origin',
  unknownSourceText: (fileName) =>
    `The file ${fileName} was copied into the folder without the import command, so there is no record of its origin.`,
  fingerprint: 'SHA-256 fingerprint',
  copyFingerprint: 'Copy the SHA-256 fingerprint',
  fingerprintCopied: 'The SHA-256 fingerprint is copied.',
  empty: 'No root certificate is trusted yet',
  emptyText: 'Every signature will count as of unknown origin. Import a root on the server.',
  howTo: 'Import more on the server',
  howToText:
    'Compare the SHA-256 fingerprint with an independent source (a letter, a call to the issuer), then run:',
  refused: 'Files that are not trusted',
  refusals: {
    unreadable: 'There is no readable certificate in the file.',
    'record-unreadable': 'The record of its origin (.json) beside it is broken.',
    'changed-since-import':
      'The certificate is not the one that was imported. Find out who changed this folder.',
  },
  services: 'Outside services',
  timestampAuthority: 'Timestamps (TSA)',
  noTimestampAuthority: 'Not configured: signatures get no timestamps (TSA_URL).',
  allowedUrls: 'OCSP and CRL addresses that may be asked',
  noAllowedUrls: 'Only the addresses in the trust anchors themselves (PKI_ALLOWED_URLS is empty).',
};
