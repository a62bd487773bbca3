import { DEMO_MARK } from '#lib/domain/signing-profile-lines.ts';

export const domain = {
  appName: 'Trạm Số Hóa',
  roles: {
    official: 'Digitizing official',
    leader: 'Leader',
    clerk: 'Clerk',
    supervisor: 'Supervisor',
    administrator: 'Administrator',
  },
  fields: {
    paperTypeCode: 'Paper type code',
    ownerIdentifier: "Owner's identifier",
    ownerName: "Owner's name",
    title: 'Title',
    numberNotation: 'Number and notation',
    issuedOn: 'Issue date',
    issuingAgency: 'Issuing agency',
    abstract: 'Abstract',
    expiresOn: 'Expiry',
    scope: 'Scope of validity',
    dossierCode: 'Dossier code',
    signerName: 'Signer',
    signerPosition: "Signer's position",
  },
  uploadStates: {
    waiting: 'Waiting to be sent',
    received: 'Received',
    stored: 'Stored in the repository',
  },
  permanent: 'Permanent',
  procedure: 'Administrative procedure',
  inventoryItem: 'Result due for digitization',
  batch: 'Batch',
  page: 'Page',
  repository: 'Electronic data repository',
  demoMark: DEMO_MARK,
};
