import type { ColumnType, Generated, GeneratedAlways, JSONColumnType, RawBuilder } from 'kysely';
import type { Role } from '#lib/domain/access.ts';
import type { CheckChoice, CheckState } from '#lib/domain/blind-check.ts';
import type { Metadata, MetadataKey } from '#lib/domain/metadata.ts';
import type {
  CopyForm,
  SignatureLevel,
  SigningProfile,
  SigningProfileKind,
} from '#lib/domain/signing-profile.ts';
import type { AuditAction, AuditEntry } from '#lib/protocol/administration.ts';
import type { Correction } from '#lib/protocol/corrections.ts';
import type { Receipt, SignatureSummary } from '#lib/protocol/documents.ts';
import type { DocumentKind } from '#lib/protocol/repository.ts';
import type { BridgeReceipt, DocumentVersion } from '#lib/protocol/versions.ts';

/** Shape of the tables as `migrations/` makes them; columns in camelCase. */
export type Database = {
  administrativeLevel: { id: string; name: string; ordinal: number };
  agency: {
    id: string;
    levelId: string;
    name: string;
    nameFolded: string;
    notation: string;
    code: string | null;
  };
  orgUnit: { id: string; agencyId: string; levelId: string; name: string; path: string };
  account: {
    id: string;
    name: string;
    email: string;
    emailVerified: Generated<boolean>;
    image: string | null;
    username: string;
    displayUsername: string | null;
    role: Role;
    orgUnitId: string;
    isLocked: Generated<boolean>;
    createdAt: Generated<Date>;
    updatedAt: Generated<Date>;
  };
  webSession: {
    id: string;
    userId: string;
    token: string;
    expiresAt: Date;
    ipAddress: string | null;
    userAgent: string | null;
    createdAt: Generated<Date>;
    updatedAt: Generated<Date>;
  };
  credential: {
    id: string;
    userId: string;
    accountId: string;
    providerId: string;
    password: string | null;
    createdAt: Generated<Date>;
    updatedAt: Generated<Date>;
  };
  rateLimit: { id: string; key: string; count: number; lastRequest: number };
  procedure: {
    id: string;
    code: string | null;
    name: string;
    field: string;
    resultKind: string;
    sourceNote: string;
  };
  target: { levelId: string; year: number; percent: number; sourceNote: string };
  inventoryItem: {
    id: string;
    orgUnitId: string;
    procedureId: string;
    numberNotation: string;
    numberFolded: string;
    issuedOn: string;
    ownerName: string;
    ownerFolded: string;
    ownerIdentifier: string;
    dossierCode: string;
    state: 'due' | 'digitized' | 'exempt';
    exemptReason: string | null;
    digitizedAt: Date | null;
    searchable: SearchVector;
  };
  resultDocument: {
    id: string;
    orgUnitId: string;
    procedureId: string;
    inventoryItemId: string | null;
    kind: DocumentKind;
    state: 'announced' | 'received' | 'stored';
    fileName: string;
    sha256: string | null;
    sizeBytes: number | null;
    pageCount: number;
    metadata: JSONColumnType<Metadata>;
    recognized: JSONColumnType<RecognizedValues>;
    fullText: string;
    numberFolded: string;
    agencyFolded: string;
    ownerFolded: string;
    ownerIdentifier: string;
    issuedOn: string | null;
    searchable: SearchVector;
    searchableExact: SearchVector;
    duplicateReason: string | null;
    announcedBy: string;
    announcedAt: Date;
    receivedAt: Date | null;
    storedAt: Date | null;
    code: string | null;
    receipt: ColumnType<Receipt | null, string | null, string | null>;
    auditHash: string | null;
    currentVersion: Generated<number | null>;
    signatureLevel: Generated<SignatureLevel | null>;
    isCertified: Generated<boolean>;
  };
  documentVersion: {
    documentId: string;
    ordinal: number;
    what: DocumentVersion['what'];
    sha256: string;
    sizeBytes: number;
    baseSha256: string | null;
    profileKind: SigningProfileKind | null;
    copyForm: CopyForm | null;
    signerName: string | null;
    certificateSha256: string | null;
    level: SignatureLevel | null;
    signatures: JSONColumnType<SignatureSummary[]>;
    bridgeReceipt: ColumnType<BridgeReceipt | null, string | null, never>;
    actorId: string | null;
    at: Date;
  };
  signingProfile: {
    id: GeneratedAlways<number>;
    orgUnitId: string;
    kind: SigningProfileKind;
    profile: ColumnType<SigningProfile | null, string | null, never>;
    changedBy: string;
    changedAt: Date;
  };
  signingImage: {
    id: GeneratedAlways<number>;
    kind: 'signature' | 'seal';
    orgUnitId: string;
    personId: string | null;
    sha256: string | null;
    sizeBytes: number | null;
    widthPx: number | null;
    heightPx: number | null;
    changedBy: string;
    changedAt: Date;
  };
  unitSetting: {
    id: GeneratedAlways<number>;
    orgUnitId: string;
    name: UnitSettingName;
    value: ColumnType<unknown, string | null, never>;
    changedBy: string;
    changedAt: Date;
  };
  checkSample: {
    documentId: string;
    state: CheckState;
    ratePercent: number;
    keys: JSONColumnType<MetadataKey[]>;
    sampledAt: Date;
    checkedBy: string | null;
    checkedAt: Date | null;
    resolvedBy: string | null;
    resolvedAt: Date | null;
  };
  checkField: {
    documentId: string;
    key: MetadataKey;
    first: string;
    second: string;
    isSame: boolean;
    choice: CheckChoice | null;
    value: string | null;
    isRight: boolean | null;
  };
  metadataRevision: {
    documentId: string;
    ordinal: number;
    metadata: JSONColumnType<Metadata>;
    reason: 'stored' | 'blind-check';
    actorId: string;
    at: Date;
  };
  correction: {
    id: GeneratedAlways<number>;
    orgUnitId: string;
    documentId: string;
    procedureId: string | null;
    agencyFolded: string;
    correction: JSONColumnType<Correction>;
    at: Date;
  };
  learningReset: {
    id: GeneratedAlways<number>;
    orgUnitId: string;
    agencyFolded: string | null;
    procedureId: string | null;
    upToCorrection: number;
    resetBy: string;
    resetAt: Date;
  };
  documentSource: { documentId: string; position: number; sha256: string };
  upload: { documentId: string; sizeBytes: number; createdAt: Date; completedAt: Date | null };
  digitizationCounter: {
    orgUnitId: string;
    procedureId: string;
    due: number;
    digitized: number;
    exempt: number;
  };
  auditEntry: {
    sequence: number;
    at: Date;
    action: AuditAction;
    actorId: string | null;
    actorName: string;
    subjectKind: AuditEntry['subjectKind'];
    subjectId: string;
    details: JSONColumnType<AuditEntry['details']>;
    previousHash: string;
    hash: string;
  };
  outbox: {
    id: Generated<number>;
    topic: string;
    subjectId: string;
    payload: JSONColumnType<Record<string, unknown>>;
    createdAt: Date;
    deliveredAt: Date | null;
  };
  loadedData: { name: string; loadedAt: Date };
};

export type UnitSettingName = 'checking' | 'learning';

export type RecognizedValues = Partial<Record<MetadataKey, { value: string; confidence: number }>>;

/** Built in SQL from folded text; never read back. */
type SearchVector = ColumnType<string, RawBuilder<string>, RawBuilder<string>>;
