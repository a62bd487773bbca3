import * as v from 'valibot';
import { roles, type Role } from '#lib/domain/access.ts';
import { PageLimit } from './paging.ts';

export type Account = {
  id: string;
  username: string;
  name: string;
  role: Role;
  orgUnitId: string;
  orgUnitName: string;
  isLocked: boolean;
  createdAt: string;
  lastSignInAt: string | null;
};

export const MIN_PASSWORD_LENGTH = 10;
const Password = v.pipe(v.string(), v.minLength(MIN_PASSWORD_LENGTH), v.maxLength(128));
const Username = v.pipe(v.string(), v.trim(), v.toLowerCase(), v.regex(/^[a-z0-9_.]{3,30}$/u));
const PersonName = v.pipe(
  v.string(),
  v.trim(),
  v.normalize('NFC'),
  v.minLength(1),
  v.maxLength(120),
);

/** `POST /api/accounts`. */
export const NewAccountSchema = v.strictObject({
  username: Username,
  name: PersonName,
  role: v.picklist(roles),
  orgUnitId: v.pipe(v.string(), v.uuid()),
  password: Password,
});
export type NewAccount = v.InferOutput<typeof NewAccountSchema>;

/** `PATCH /api/accounts/{id}`: one deed at a time. */
export const AccountChangeSchema = v.variant('change', [
  v.strictObject({ change: v.literal('lock') }),
  v.strictObject({ change: v.literal('unlock') }),
  v.strictObject({ change: v.literal('reset-password'), password: Password }),
  v.strictObject({
    change: v.literal('reassign'),
    role: v.picklist(roles),
    orgUnitId: v.pipe(v.string(), v.uuid()),
  }),
]);
export type AccountChange = v.InferOutput<typeof AccountChangeSchema>;

export const auditActions = [
  'document.announced',
  'document.received',
  'document.stored',
  'document.quarantined',
  'inventory.loaded',
  'account.created',
  'account.locked',
  'account.unlocked',
  'account.password-reset',
  'account.reassigned',
  'signing.manifest-issued',
  'signing.remote',
  'document.signed',
  'document.extended',
  'signing-profile.saved',
  'signing-profile.reset',
  'signing-image.added',
  'signing-image.removed',
  'supervision.exported',
  'check.sent',
  'check.resolved',
  'check.setting-saved',
  'metadata.corrected',
  'learning.reset',
  'learning.setting-saved',
] as const;
export type AuditAction = (typeof auditActions)[number];

/** One row of the append-only, hash-chained log. */
export type AuditEntry = {
  sequence: number;
  at: string;
  action: AuditAction;
  /** Name of the person at that time; `Hệ thống` acts under the id null. */
  actorId: string | null;
  actorName: string;
  subjectKind:
    'document' | 'account' | 'inventory' | 'supervision' | 'signing' | 'signing-profile' | 'unit';
  subjectId: string;
  details: Record<string, string | number>;
  /** SHA-256 over the previous hash and this entry, lower-case hex. */
  hash: string;
  previousHash: string;
};

export const AuditQuerySchema = v.object({
  action: v.optional(v.picklist(['', ...auditActions]), ''),
  subjectId: v.optional(v.pipe(v.string(), v.maxLength(60)), ''),
  cursor: v.optional(v.pipe(v.string(), v.regex(/^\d{0,15}$/u)), ''),
  limit: PageLimit,
});
export type AuditQuery = v.InferOutput<typeof AuditQuerySchema>;

/** Newest first. */
export type AuditPage = { entries: AuditEntry[]; nextCursor: string | null };

/** Result of recomputing the whole chain. */
export type ChainVerification = {
  isIntact: boolean;
  checkedEntries: number;
  /** Sequence of the first entry that does not fit. */
  brokenAt: number | null;
  headHash: string;
};
