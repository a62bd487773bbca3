import type { Person } from '#lib/domain/access.ts';
import { AppError } from '#lib/domain/app-error.ts';
import type { SigningProfile, SigningProfileKind } from '#lib/domain/signing-profile.ts';
import type { EffectiveProfile } from '#lib/protocol/signing-profiles.ts';
import type { Context } from '../context.ts';
import { effectiveProfiles } from './read-signing-profiles.ts';
import { requirePermission } from './require-permission.ts';

/** Makes a profile the own one of the person's unit; units below inherit it. */
export async function saveSigningProfile(
  context: Context,
  person: Person | null,
  kind: SigningProfileKind,
  profile: SigningProfile,
): Promise<EffectiveProfile> {
  requirePermission(person, 'signing-profile.manage');
  if (profile.kind !== kind) throw new AppError('INVALID_INPUT', { fields: ['profile.kind'] });
  return changeProfile(context, person, kind, { ...profile, id: `${person.orgUnitId}-${kind}` });
}

/** Back to what the unit inherits. A unit without a profile of its own stays as it is. */
export async function resetSigningProfile(
  context: Context,
  person: Person | null,
  kind: SigningProfileKind,
): Promise<EffectiveProfile> {
  requirePermission(person, 'signing-profile.manage');
  const now = await profileNow(context, person, kind);
  return now.origin === 'own' ? changeProfile(context, person, kind, null) : now;
}

async function changeProfile(
  context: Context,
  person: Person,
  kind: SigningProfileKind,
  profile: SigningProfile | null,
): Promise<EffectiveProfile> {
  const at = context.now();
  await context.transaction(async (stores) => {
    await stores.signingProfiles.change({
      orgUnitId: person.orgUnitId,
      kind,
      profile,
      changedBy: person.id,
      changedAt: at,
    });
    await stores.audit.append({
      at,
      action: profile === null ? 'signing-profile.reset' : 'signing-profile.saved',
      actorId: person.id,
      actorName: person.name,
      subjectKind: 'signing-profile',
      subjectId: person.orgUnitId,
      details: { profile: kind, orgUnitName: person.orgUnitName, level: profile?.level ?? '' },
    });
  });
  return profileNow(context, person, kind);
}

async function profileNow(
  context: Context,
  person: Person,
  kind: SigningProfileKind,
): Promise<EffectiveProfile> {
  const profiles = await effectiveProfiles(context.stores, person);
  const found = profiles.find(({ profile }) => profile.kind === kind);
  if (found === undefined) throw new AppError('SIGNING_PROFILE_MISSING');
  return found;
}
