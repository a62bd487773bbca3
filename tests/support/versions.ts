import type { Person } from '#lib/domain/access.ts';
import type { DocumentVersion, NewVersionQuery } from '#lib/protocol/versions.ts';
import type { Context } from '#lib/server/context.ts';
import { addSignature } from '#lib/server/use-cases/add-signature.ts';
import { issueDemoCertificate, type DemoKeyType } from '#lib/pki/demo-authority.ts';
import { announcementOf, store } from './sending.ts';
import { sign, signedPdf, type TestPdf, type TestSigner } from './signed-pdf.ts';

/** The agency of the demo office that `vanthu` works for. */
export const DEMO_AGENCY = 'Sở Văn hóa, Thể thao và Du lịch';

/** Another holder of a certificate of the same demonstration CA. */
export async function sameAuthority(
  signer: TestSigner,
  commonName: string,
  keyType: DemoKeyType = 'ec',
): Promise<TestSigner> {
  const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
  const sources = { now: new Date(), random };
  const certificate = await issueDemoCertificate(
    signer.authority,
    { commonName, keyType },
    sources,
  );
  return { authority: signer.authority, certificate };
}

/** A document in the repository with the signature of the person who scanned it. */
export async function storedDocument(
  context: Context,
  official: Person,
  signer: TestSigner,
): Promise<{ documentId: string; pdf: TestPdf }> {
  const pdf = await signedPdf(signer);
  const announced = announcementOf(pdf);
  await store(context, official, pdf, announced);
  return { documentId: announced.documentId, pdf };
}

/** What signing once more appends. */
export async function appendedBy(
  base: TestPdf,
  signer: TestSigner,
): Promise<{ appended: Uint8Array; whole: TestPdf }> {
  const whole = await sign(base, signer);
  return { appended: whole.bytes.subarray(base.bytes.length), whole };
}

export function send(
  context: Context,
  person: Person | null,
  documentId: string,
  given: Partial<NewVersionQuery> & { baseSha256: string; appended: Uint8Array },
): Promise<DocumentVersion> {
  return addSignature(context, person, documentId, {
    profile: 'copy',
    level: 'B-B',
    revocation: 'good',
    bridgeReceipt: null,
    ...given,
  });
}
