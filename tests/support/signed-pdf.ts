import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { prepareSignature, sealSignature } from '#lib/pdf/prepare-signature.ts';
import { buildSearchablePdf } from '#lib/pdf/searchable-pdf.ts';
import {
  createDemoAuthority,
  issueDemoCertificate,
  type DemoAuthority,
  type DemoCertificate,
  type DemoKeyType,
} from '#lib/pki/demo-authority.ts';

/** A demonstration CA and one person's certificate, in memory. */
export type TestSigner = { authority: DemoAuthority; certificate: DemoCertificate };
export type TestPdf = { bytes: Uint8Array; sha256: string; pageCount: number };

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
let serial = 0;

export async function createSigner(
  commonName = 'Trần Minh Hà',
  keyType: DemoKeyType = 'ec',
): Promise<TestSigner> {
  const sources = { now: new Date(), random };
  const authority = await createDemoAuthority(sources);
  const certificate = await issueDemoCertificate(authority, { commonName, keyType }, sources);
  return { authority, certificate };
}

/** Lays the CA where the server looks for what signatures may chain to. */
export async function trust(signer: TestSigner, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const base64 = Buffer.from(signer.authority.certificate).toString('base64');
  const pem = `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`;
  await writeFile(join(folder, 'demo-ca.pem'), pem);
}

/** A scan of so many pages, different from every other one, unsigned. */
export async function scannedPdf(pageCount = 1): Promise<TestPdf> {
  const size = { widthPx: 60, heightPx: 85 };
  const pages = Array.from({ length: pageCount }, (_, index) => ({
    image: {
      kind: 'grey' as const,
      bytes: random(size.widthPx * size.heightPx),
      ...size,
    },
    frame: {
      sourceWidthPx: size.widthPx,
      sourceHeightPx: size.heightPx,
      rotation: 0 as const,
      skewDegrees: 0,
      dpi: 7,
    },
    index,
  }));
  const title = `Tài liệu ${serial++}`;
  return described(await buildSearchablePdf({ title, createdAt: new Date(), pages }), pageCount);
}

export async function sign(pdf: TestPdf, { certificate }: TestSigner): Promise<TestPdf> {
  const prepared = await prepareSignature(pdf.bytes, {
    certificateChain: certificate.chain,
    signedAt: new Date(),
    profile: 'scan',
    appearance: null,
  });
  const signature = await crypto.subtle.sign(
    { name: certificate.privateKey.algorithm.name, hash: 'SHA-256' },
    certificate.privateKey,
    new Uint8Array(prepared.toBeSigned),
  );
  return described(await sealSignature(prepared, new Uint8Array(signature)), pdf.pageCount);
}

export async function signedPdf(signer: TestSigner, pageCount = 1): Promise<TestPdf> {
  return sign(await scannedPdf(pageCount), signer);
}

export function described(bytes: Uint8Array, pageCount: number): TestPdf {
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex'), pageCount };
}
