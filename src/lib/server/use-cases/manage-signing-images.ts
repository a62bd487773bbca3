import type { Person } from '#lib/domain/access.ts';
import { isPermitted } from '#lib/domain/access.ts';
import { AppError } from '#lib/domain/app-error.ts';
import type { SigningImageKind } from '#lib/domain/signing-profile.ts';
import { inspectSignatureImage } from '#lib/pdf/appearance/signature-image.ts';
import type { SigningImage } from '#lib/protocol/signing-profiles.ts';
import type { Context } from '../context.ts';
import type { ImageOwner } from '../stores/signing-image-store.ts';
import { imageOf } from './read-signing-profiles.ts';
import { requirePermission } from './require-permission.ts';
import { sha256Of } from './write-version.ts';

/** The image of a signature belongs to a person, that of a seal to an org unit. */
export type ImageAddress = { kind: SigningImageKind; ownerId: string };

/**
 * Keeps the image from now on; earlier ones stay known. Only for persons and units of the own scope.
 * Throws the codes of `inspectSignatureImage`, `NOT_FOUND`.
 */
export async function saveSigningImage(
  context: Context,
  person: Person | null,
  address: ImageAddress,
  png: Uint8Array,
): Promise<SigningImage> {
  requirePermission(person, 'signing-profile.manage');
  const owner = await managedOwner(context, person, address);
  const { widthPx, heightPx } = inspectSignatureImage(png, address.kind);
  const sha256 = sha256Of(png);
  await context.images.put(sha256, png);
  const image = { sha256, sizeBytes: png.byteLength, widthPx, heightPx };
  return changeImage(context, person, owner, image);
}

export async function removeSigningImage(
  context: Context,
  person: Person | null,
  address: ImageAddress,
): Promise<SigningImage> {
  requirePermission(person, 'signing-profile.manage');
  return changeImage(context, person, await managedOwner(context, person, address), null);
}

/**
 * The PNG, for those who may put it on paper: a signature for the person whose it is, a seal for
 * those who sign for that unit's agency; both for who manages the unit's profiles. To everybody else
 * it is not there.
 */
export async function readSigningImage(
  context: Context,
  person: Person | null,
  address: ImageAddress,
): Promise<{ bytes: Uint8Array; sha256: string }> {
  requirePermission(person, 'signing-profile.read');
  const image = await context.stores.signingImages.current(
    await usableOwner(context, person, address),
  );
  if (image === null) throw new AppError('NOT_FOUND');
  return { bytes: await context.images.read(image.sha256), sha256: image.sha256 };
}

async function usableOwner(
  context: Context,
  person: Person,
  address: ImageAddress,
): Promise<ImageOwner> {
  if (isPermitted(person.role, 'signing-profile.manage')) {
    const owner = await managedOwner(context, person, address);
    return ownerKey(owner);
  }
  if (address.kind === 'signature') {
    if (address.ownerId !== person.id) throw new AppError('NOT_FOUND');
    return { kind: 'signature', personId: person.id };
  }
  const isOwn = address.ownerId === person.orgUnitId;
  if (!isOwn || !isPermitted(person.role, 'document.certify')) throw new AppError('NOT_FOUND');
  return { kind: 'seal', orgUnitPath: person.orgUnitPath };
}

type Owner =
  | { kind: 'signature'; id: string; name: string; orgUnitId: string }
  | { kind: 'seal'; id: string; name: string; orgUnitId: string; orgUnitPath: string };

const ownerKey = (owner: Owner): ImageOwner =>
  owner.kind === 'seal'
    ? { kind: 'seal', orgUnitPath: owner.orgUnitPath }
    : { kind: 'signature', personId: owner.id };

async function managedOwner(
  context: Context,
  person: Person,
  { kind, ownerId }: ImageAddress,
): Promise<Owner> {
  if (kind === 'seal') {
    const unit = await context.stores.orgUnits.find(ownerId, person.orgUnitPath);
    if (unit === null) throw new AppError('NOT_FOUND');
    return { kind, id: unit.id, name: unit.name, orgUnitId: unit.id, orgUnitPath: unit.path };
  }
  const signer = await context.stores.accounts.person(ownerId);
  if (signer === null || !signer.orgUnitPath.startsWith(person.orgUnitPath)) {
    throw new AppError('NOT_FOUND');
  }
  return { kind, id: signer.id, name: signer.name, orgUnitId: signer.orgUnitId };
}

async function changeImage(
  context: Context,
  person: Person,
  owner: Owner,
  image: { sha256: string; sizeBytes: number; widthPx: number; heightPx: number } | null,
): Promise<SigningImage> {
  const at = context.now();
  await context.transaction(async (stores) => {
    await stores.signingImages.change({
      kind: owner.kind,
      orgUnitId: owner.orgUnitId,
      personId: owner.kind === 'signature' ? owner.id : null,
      image,
      changedBy: person.id,
      changedAt: at,
    });
    await stores.audit.append({
      at,
      action: image === null ? 'signing-image.removed' : 'signing-image.added',
      actorId: person.id,
      actorName: person.name,
      subjectKind: 'signing-profile',
      subjectId: owner.id,
      details: { image: owner.kind, name: owner.name, sha256: image?.sha256 ?? '' },
    });
  });
  return imageOf(context.stores, owner);
}
