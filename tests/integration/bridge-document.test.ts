import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { BridgeClient } from '#lib/client/bridge/bridge-client.ts';
import { prepareSignature, sealSignature } from '#lib/pdf/prepare-signature.ts';
import { buildSearchablePdf } from '#lib/pdf/searchable-pdf.ts';
import { verifySignatures } from '#lib/pdf/verify-signatures.ts';
import { toHex } from '#lib/pki/bytes.ts';
import { sha256Hex } from '#lib/pki/digest.ts';
import type { CertificateInfo } from '#lib/protocol/bridge.ts';
import { officeOrigin, startTestBridge, type TestBridge } from '#support/bridge.ts';
import { createSoftHsm, type SoftHsm } from '#support/softhsm.ts';

/** What the bridge signs is what the PDF says, and what a checking program accepts. */
let token: SoftHsm;
let test: TestBridge;
let page: BridgeClient;

beforeAll(async () => {
  token = await createSoftHsm([{ commonName: 'Lê Thu An', keyType: 'rsa' }]);
  test = await startTestBridge({ modulePaths: [token.modulePath] });
  page = await test.pairedPage();
});
afterAll(async () => {
  await test.close();
  await token.close();
});

async function signedPdf(certificate: CertificateInfo): Promise<Uint8Array> {
  const [widthPx, heightPx] = [1654, 2339];
  const pdf = await buildSearchablePdf({
    title: 'Giấy phép',
    createdAt: new Date(),
    pages: [
      {
        image: {
          kind: 'grey',
          bytes: new Uint8Array(widthPx * heightPx).fill(250),
          widthPx,
          heightPx,
        },
        frame: {
          sourceWidthPx: widthPx,
          sourceHeightPx: heightPx,
          rotation: 0,
          skewDegrees: 0,
          dpi: 200,
        },
      },
    ],
  });
  const prepared = await prepareSignature(pdf, {
    certificateChain: certificate.chain.map((each) => Buffer.from(each, 'base64')),
    signedAt: new Date(),
    profile: 'scan',
    appearance: null,
  });
  const document = {
    id: 'doc-1',
    title: 'Giấy phép',
    numberNotation: '1/GP',
    pageCount: 1,
    contentSha256: toHex(prepared.contentSha256),
    attributesSha256: await sha256Hex(prepared.toBeSigned),
  };
  const { certificateSha256, provider } = certificate;
  const content = {
    origin: officeOrigin,
    userName: 'Hà',
    certificateSha256,
    documents: [document],
  };
  const events = page.signBatch({
    batchId: crypto.randomUUID(),
    provider,
    certificateSha256,
    manifest: test.server.manifest(content),
    items: [{ id: 'doc-1', toBeSigned: Buffer.from(prepared.toBeSigned).toString('base64') }],
  });
  for await (const event of events) {
    if (event.event === 'signed') {
      return await sealSignature(prepared, Buffer.from(event.signature, 'base64'));
    }
  }
  throw new Error('Nothing was signed');
}

it.each(['pkcs11', 'pkcs12'] as const)('a PDF signed through %s is valid', async (provider) => {
  test.dialog.answer = { pin: provider === 'pkcs11' ? token.pin : '123456' };
  const certificates = await page.certificates();
  const certificate = certificates.find((each) => each.provider === provider);
  if (!certificate) throw new Error('No certificate');
  const demoAnchor = await readFile(path.join(test.dataFolder, 'anchors', 'demo-ca.pem'), 'utf8');
  const trustAnchors = [token.authority, derOf(demoAnchor)];
  const reports = await verifySignatures(await signedPdf(certificate), {
    trustAnchors,
    at: new Date(),
  });
  expect(reports).toMatchObject([{ isValid: true, reasons: [] }]);
});

function derOf(pem: string): Uint8Array {
  return Buffer.from(pem.replaceAll(/-----[^-]+-----|\s/gu, ''), 'base64');
}
