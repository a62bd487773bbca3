import type { Person } from '#lib/domain/access.ts';
import { isPermitted } from '#lib/domain/access.ts';
import { defaultSigningProfiles } from '#lib/domain/default-signing-profiles.ts';
import {
  signingProfileKinds,
  type SigningProfile,
  type SigningProfileKind,
} from '#lib/domain/signing-profile.ts';
import type {
  EffectiveProfile,
  SigningImage,
  SigningProfileList,
} from '#lib/protocol/signing-profiles.ts';
import type { Context } from '../context.ts';
import type { KeptProfile } from '../stores/signing-profile-store.ts';
import type { Stores } from '../stores/stores.ts';
import { requirePermission } from './require-permission.ts';

/** How signatures stand on the page in the person's unit, and the images they may use for it. */
export async function readSigningProfiles(
  context: Context,
  person: Person | null,
): Promise<SigningProfileList> {
  requirePermission(person, 'signing-profile.read');
  return {
    orgUnit: { id: person.orgUnitId, name: person.orgUnitName },
    profiles: await effectiveProfiles(context.stores, person),
    images: await usableImages(context.stores, person),
  };
}

/** How an official's unit has its scans signed: the profile, and the name of the agency. */
export async function readScanTerms(
  context: Context,
  person: Person | null,
): Promise<{ profile: SigningProfile; agencyName: string }> {
  requirePermission(person, 'document.digitize');
  const [agency] = await context.stores.orgUnits.agenciesAbove(person.orgUnitPath);
  const profile = await effectiveProfile(context, person.orgUnitPath, 'scan');
  return { profile, agencyName: agency?.name ?? person.orgUnitName };
}

/** The profile that holds for a unit: its own, else that of the nearest unit above, else the default. */
export async function effectiveProfile(
  context: Context,
  orgUnitPath: string,
  kind: SigningProfileKind,
): Promise<SigningProfile> {
  const kept = await context.stores.signingProfiles.effective(orgUnitPath);
  return kept.find((each) => each.kind === kind)?.profile ?? defaultSigningProfiles[kind];
}

export async function effectiveProfiles(
  stores: Stores,
  unit: { orgUnitId: string; orgUnitPath: string },
): Promise<EffectiveProfile[]> {
  const kept = await stores.signingProfiles.effective(unit.orgUnitPath);
  return signingProfileKinds.map((kind) => {
    const found = kept.find((each) => each.kind === kind);
    return found ? described(found, unit.orgUnitId) : defaultOf(kind);
  });
}

function described(kept: KeptProfile, orgUnitId: string): EffectiveProfile {
  return {
    profile: writable(kept.profile),
    origin: kept.orgUnitId === orgUnitId ? 'own' : 'inherited',
    orgUnitName: kept.orgUnitName,
    changedAt: kept.changedAt.toISOString(),
    changedBy: kept.changedByName,
  };
}

function defaultOf(kind: SigningProfileKind): EffectiveProfile {
  return {
    profile: writable(defaultSigningProfiles[kind]),
    origin: 'default',
    orgUnitName: null,
    changedAt: null,
    changedBy: null,
  };
}

/** A copy that nobody shares. */
function writable(profile: SigningProfile): EffectiveProfile['profile'] {
  const { text } = profile;
  return { ...profile, text: text && { ...text, lines: [...text.lines] } };
}

/**
 * Their own signature; the seal for who signs for the agency. Who manages profiles sees the
 * signatures of everybody in the unit, and the seal.
 */
async function usableImages(stores: Stores, person: Person): Promise<SigningImage[]> {
  const isManager = isPermitted(person.role, 'signing-profile.manage');
  const signers = isManager
    ? (await stores.accounts.within(person.orgUnitPath)).filter(
        ({ role, orgUnitId }) => role !== 'administrator' && orgUnitId === person.orgUnitId,
      )
    : [person];
  const signatures = signers.map(({ id, name }) =>
    imageOf(stores, { kind: 'signature', id, name }),
  );
  const seal = { kind: 'seal', id: person.orgUnitId, name: person.orgUnitName } as const;
  const maySeal = isManager || isPermitted(person.role, 'document.certify');
  const seals = maySeal ? [imageOf(stores, { ...seal, orgUnitPath: person.orgUnitPath })] : [];
  return Promise.all([...signatures, ...seals]);
}

type Owner =
  | { kind: 'signature'; id: string; name: string }
  | { kind: 'seal'; id: string; name: string; orgUnitPath: string };

export async function imageOf(stores: Stores, owner: Owner): Promise<SigningImage> {
  const kept = await stores.signingImages.current(
    owner.kind === 'seal'
      ? { kind: 'seal', orgUnitPath: owner.orgUnitPath }
      : { kind: 'signature', personId: owner.id },
  );
  return {
    kind: owner.kind,
    ownerId: owner.id,
    ownerName: owner.name,
    sha256: kept?.sha256 ?? null,
    changedAt: kept?.changedAt.toISOString() ?? null,
  };
}
