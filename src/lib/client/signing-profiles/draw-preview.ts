import boldUrl from '@expo-google-fonts/tinos/700Bold/Tinos_700Bold.ttf?url';
import regularUrl from '@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf?url';
import { AppError } from '#lib/domain/app-error.ts';
import { defaultSigningProfiles } from '#lib/domain/default-signing-profiles.ts';
import type { ProfileFacts } from '#lib/domain/signing-profile-lines.ts';
import type { SigningImageKind, SigningProfile } from '#lib/domain/signing-profile.ts';
import type { ProfilePlace } from '#lib/pdf/appearance/place-profile.ts';
import { previewProfiles } from '#lib/pdf/appearance/preview-profile.ts';
import { buildSamplePaper, type PaperFonts } from '#lib/pdf/appearance/sample-paper.ts';

/** What the sample paper and the signature on it say; the paper is Vietnamese. */
export type PreviewFacts = { agency: string; signerName: string };

export type DrawnPreview = {
  pdf: Blob;
  place: ProfilePlace;
};

const SAMPLE_NUMBER = '15/QĐ-MAU';
const SAMPLE_TITLE = ['GIÁM ĐỐC'];

/** A sample paper with this profile on it; the seal comes with the signature that it belongs to. */
export async function drawPreview(
  profile: SigningProfile,
  { agency, signerName }: PreviewFacts,
  images: Record<SigningImageKind, Uint8Array>,
  at: Date,
): Promise<DrawnPreview> {
  const fonts = await paperFonts();
  const paper = await buildSamplePaper(
    {
      agency: [agency.toLocaleUpperCase('vi')],
      numberNotation: SAMPLE_NUMBER,
      title: SAMPLE_TITLE,
      signerName,
    },
    fonts,
  );
  const facts: ProfileFacts = {
    signerName,
    agency,
    position: 'Giám đốc',
    signedAt: at,
    scannedAt: at,
    numberNotation: SAMPLE_NUMBER,
    isDemo: false,
  };
  const before: SigningProfile[] =
    profile.placement.kind === 'over-signature' ? [defaultSigningProfiles.approve] : [];
  const { pdf, places } = await previewProfiles(
    paper,
    [...before, profile].map((one) => ({ profile: one, facts, images, fonts })),
  );
  const place = places.at(-1);
  if (!place) throw new RangeError('Nothing was placed');
  return { pdf: new Blob([pdf], { type: 'application/pdf' }), place };
}

let fonts: Promise<PaperFonts> | undefined;

function paperFonts(): Promise<PaperFonts> {
  fonts ??= Promise.all([loadFont(regularUrl), loadFont(boldUrl)]).then(
    ([regular, bold]) => ({ regular, bold }),
    (error: unknown) => {
      fonts = undefined;
      throw error;
    },
  );
  return fonts;
}

async function loadFont(url: string): Promise<Uint8Array> {
  const response = await fetch(url).catch(() => null);
  if (!response?.ok) throw new AppError('SERVER_UNREACHABLE');
  return new Uint8Array(await response.arrayBuffer());
}
