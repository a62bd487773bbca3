import { createHash, randomUUID } from 'node:crypto';
import { Cryptoki } from '#bridge/signing/pkcs11/cryptoki.ts';
import { TokenSession } from '#bridge/signing/pkcs11/token-session.ts';
import type { BridgeClient } from '#lib/client/bridge/bridge-client.ts';
import {
  prepareSignature,
  sealSignature,
  type PreparedSignature,
} from '#lib/pdf/prepare-signature.ts';
import type { CertificateInfo } from '#lib/protocol/bridge.ts';
import { officeOrigin, startTestBridge, type TestBridge } from '#support/bridge.ts';
import { createSoftHsm, type SoftHsm } from '#support/softhsm.ts';
import { tellExtending } from './extending.ts';
import { tellSealing } from './sealing.ts';
import { tinos } from './tinos.ts';
import { scanOf } from './scanned-document.ts';
import { measure, tell, tellMachine, tellMeasured, tellMemory } from './measure.ts';

const batchSize = 40;

/**
 * From searchable PDF to sealed PAdES B-B with a visible signature, through the bridge and a real
 * PKCS#11 module; before it, what sealing and extending cost alone. Peer: the raw rate of the same
 * token (`C_Sign` alone) in the same run.
 */
export async function run(): Promise<void> {
  tellMachine();
  await tellSealing();
  await tellExtending();
  const token = await createSoftHsm([
    { commonName: 'Trần Minh Hà', keyType: 'rsa' },
    { commonName: 'Lê Thu An', keyType: 'ec' },
  ]);
  const bridge = await startTestBridge({ modulePaths: [token.modulePath] });
  try {
    bridge.dialog.answer = { pin: token.pin };
    const page = await bridge.pairedPage();
    const certificates = await page.certificates();
    for (const [label, subject] of [
      ['RSA-2048', 'Trần Minh Hà'],
      ['P-256', 'Lê Thu An'],
    ] as const) {
      const certificate = certificates.find((each) => each.subject === subject);
      if (!certificate) throw new Error(`no certificate of ${subject}`);
      await compare(label, { token, bridge, page, certificate });
    }
  } finally {
    await bridge.close();
    await token.close();
  }
  tellMemory();
}

type Parts = {
  token: SoftHsm;
  bridge: TestBridge;
  page: BridgeClient;
  certificate: CertificateInfo;
};

async function compare(label: string, parts: Parts): Promise<void> {
  const raw = await rawTokenMs(parts);
  const pdf = await scanOf(1, 250_000);
  const fonts = { regular: await tinos() };
  const chain = parts.certificate.chain.map((der) => new Uint8Array(Buffer.from(der, 'base64')));
  const prepare = () =>
    prepareSignature(pdf, {
      certificateChain: chain,
      signedAt: new Date(),
      profile: 'scan',
      appearance: { lines: ['Trần Minh Hà', 'Thời gian quét: 22/11/2026 09:15:00 +07:00'], fonts },
    });
  const signed = await measure(5, async () => {
    const prepared: PreparedSignature[] = [];
    for (let index = 0; index < batchSize; index++) prepared.push(await prepare());
    const signatures = await signThroughBridge(parts, prepared);
    for (const [index, document] of prepared.entries()) {
      const signature = signatures.get(String(index));
      if (!signature) throw new Error('a signature is missing');
      await sealSignature(document, signature);
    }
  });
  const perDocument = signed.medianMs / batchSize;
  tell(`${label}: raw C_Sign`, `${raw.toFixed(2)} ms`);
  tellMeasured(
    `${label}: batch of ${batchSize}, 1 page ${Math.round(pdf.byteLength / 1000)} kB`,
    signed,
  );
  tell(`${label}: per document`, `${perDocument.toFixed(2)} ms`);
  tell(
    `${label}: beyond the token's own time (aim ≤ 25 ms)`,
    `${(perDocument - raw).toFixed(2)} ms`,
  );
  tell(`${label}: ratio to the raw token`, (perDocument / raw).toFixed(1));
}

async function rawTokenMs({ token, certificate }: Parts): Promise<number> {
  const session = TokenSession.open(
    new Cryptoki(token.modulePath),
    certificate.certificateSha256,
    Buffer.from(token.pin),
  );
  try {
    const isRsa = certificate.keyType === 'rsa';
    const digest = createHash('sha256').update('đo').digest();
    const { medianMs } = await measure(100, () =>
      session.sign(digest, isRsa ? 'RSA-PKCS1-SHA256' : 'ECDSA-SHA256'),
    );
    return medianMs;
  } finally {
    session.close();
  }
}

async function signThroughBridge(
  { bridge, page, certificate }: Parts,
  prepared: readonly PreparedSignature[],
): Promise<Map<string, Uint8Array>> {
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
  const manifest = bridge.server.manifest({
    origin: officeOrigin,
    userName: 'Trần Minh Hà',
    certificateSha256: certificate.certificateSha256,
    documents: prepared.map((document, index) => ({
      id: String(index),
      title: 'Giấy phép',
      numberNotation: `${index + 1}/GP-SVHTTDL`,
      pageCount: 1,
      contentSha256: hex(document.contentSha256),
      attributesSha256: createHash('sha256').update(document.toBeSigned).digest('hex'),
    })),
  });
  const signatures = new Map<string, Uint8Array>();
  const events = page.signBatch({
    batchId: randomUUID(),
    provider: certificate.provider,
    certificateSha256: certificate.certificateSha256,
    manifest,
    items: prepared.map((document, index) => ({
      id: String(index),
      toBeSigned: Buffer.from(document.toBeSigned).toString('base64'),
    })),
  });
  for await (const event of events) {
    if (event.event === 'stopped' || event.event === 'failed') throw new Error(event.error.code);
    if (event.event === 'signed') {
      signatures.set(event.id, new Uint8Array(Buffer.from(event.signature, 'base64')));
    }
  }
  return signatures;
}
