import { defaultSigningProfiles } from '#lib/domain/default-signing-profiles.ts';
import type { ProfileFacts } from '#lib/domain/signing-profile-lines.ts';
import type { SigningProfile } from '#lib/domain/signing-profile.ts';
import {
  prepareSignature,
  sealSignature,
  type PreparedSignature,
  type ProfileAppearance,
} from '#lib/pdf/prepare-signature.ts';
import { signSha256 } from '#lib/pki/certificates/create-certificate.ts';
import {
  createDemoAuthority,
  issueDemoCertificate,
  type DemoCertificate,
} from '#lib/pki/demo-authority.ts';
import { penSignaturePng, sealPng } from '#fixtures/seals/signing-images.ts';
import { paperWords, tinos } from './office-paper.ts';

export const signedAt = new Date('2026-11-22T02:30:00Z');

export const facts: ProfileFacts = {
  signerName: paperWords.signerName,
  agency: 'Sở Văn hóa, Thể thao và Du lịch tỉnh Minh Hải An',
  position: 'Phó Giám đốc',
  signedAt,
  scannedAt: new Date('2026-11-22T01:15:09Z'),
  numberNotation: paperWords.numberNotation,
  isDemo: false,
};

export const images = {
  signature: penSignaturePng(paperWords.signerName),
  seal: sealPng({ upper: 'SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH', lower: 'TỈNH MINH HẢI AN' }),
};

/** Signs with default profiles and demonstration certificates. */
export async function createProfileSigner() {
  const sources = {
    now: signedAt,
    random: (length: number) => crypto.getRandomValues(new Uint8Array(length)),
  };
  const authority = await createDemoAuthority(sources);
  const issue = (commonName: string) =>
    issueDemoCertificate(authority, { commonName, keyType: 'ec' }, sources);
  const signers: Record<SigningProfile['signer'], DemoCertificate> = {
    person: await issue(facts.signerName),
    agency: await issue(facts.agency),
  };
  return async (
    pdf: Uint8Array,
    kind: keyof typeof defaultSigningProfiles,
    changes: Partial<ProfileAppearance> & { fieldName?: string } = {},
  ): Promise<{ pdf: Uint8Array; prepared: PreparedSignature }> => {
    const { fieldName, ...appearance } = changes;
    const profile: SigningProfile = changes.profile ?? defaultSigningProfiles[kind];
    const signer = signers[profile.signer];
    const prepared = await prepareSignature(pdf, {
      certificateChain: signer.chain,
      signedAt,
      profile: 'scan',
      appearance: { profile, facts, images, fonts: tinos, ...appearance },
      ...(fieldName && { fieldName }),
    });
    const raw = await signSha256(signer.privateKey, prepared.toBeSigned);
    return { pdf: await sealSignature(prepared, raw), prepared };
  };
}
