import tinosUrl from '@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf?url';
import { expect, test } from 'vitest';
import { createDemoPki, random } from '#support/demo-pki.ts';
import { signSha256 } from '#lib/pki/certificates/create-certificate.ts';
import { createDemoAuthority, issueDemoCertificate } from '#lib/pki/demo-authority.ts';
import { readPkcs12, writePkcs12 } from '#lib/pki/pkcs12.ts';
import { extendSignatures } from './extend-signatures.ts';
import { prepareSignature, sealSignature } from './prepare-signature.ts';
import { buildSearchablePdf } from './searchable-pdf.ts';
import { verifySignatures } from './verify-signatures.ts';

const now = new Date();
const sources = { now, random };

async function picture(widthPx: number, heightPx: number): Promise<Uint8Array> {
  const canvas = new OffscreenCanvas(widthPx, heightPx);
  canvas.getContext('2d')?.fillRect(0, 0, 10, 10);
  const blob = await canvas.convertToBlob({ type: 'image/jpeg' });
  return new Uint8Array(await blob.arrayBuffer());
}

test.each(['ec', 'rsa'] as const)(
  'a scan is built, signed with an %s key and verified in the browser',
  async (keyType) => {
    const authority = await createDemoAuthority(sources);
    const person = await issueDemoCertificate(
      authority,
      { commonName: 'Trần Minh Hà', keyType },
      sources,
    );
    const regular = new Uint8Array(await (await fetch(tinosUrl)).arrayBuffer());
    const size = { widthPx: 827, heightPx: 1169 };
    const frame = {
      sourceWidthPx: 827,
      sourceHeightPx: 1169,
      rotation: 0,
      skewDegrees: 0.4,
      dpi: 100,
    } as const;
    const pdf = await buildSearchablePdf({
      title: 'Giấy phép',
      createdAt: now,
      pages: [
        { image: { kind: 'jpeg', bytes: await picture(827, 1169), ...size, components: 3 }, frame },
      ],
    });

    const prepared = await prepareSignature(pdf, {
      certificateChain: person.chain,
      signedAt: now,
      profile: 'scan',
      appearance: { lines: ['Trần Minh Hà'], fonts: { regular } },
    });
    const signed = await sealSignature(
      prepared,
      await signSha256(person.privateKey, prepared.toBeSigned),
    );
    const reports = await verifySignatures(signed, {
      trustAnchors: [authority.certificate],
      at: now,
    });

    expect(reports.map((report) => report.reasons)).toEqual([[]]);
  },
);

test('a signature reaches B-LTA in the browser, and holds there', async () => {
  const pki = await createDemoPki(now);
  const person = await pki.issue({ commonName: 'Trần Minh Hà', keyType: 'P-384' });
  const pdf = await buildSearchablePdf({
    title: 'Giấy phép',
    createdAt: now,
    pages: [
      {
        image: {
          kind: 'jpeg',
          bytes: await picture(827, 1169),
          widthPx: 827,
          heightPx: 1169,
          components: 3,
        },
        frame: {
          sourceWidthPx: 827,
          sourceHeightPx: 1169,
          rotation: 0,
          skewDegrees: 0,
          dpi: 100,
        },
      },
    ],
  });
  const { services, trustAnchors } = pki;
  const prepared = await prepareSignature(pdf, {
    certificateChain: person.chain,
    signedAt: now,
    profile: 'scan',
    appearance: null,
  });
  const raw = await crypto.subtle.sign(
    { name: 'ECDSA', hash: 'SHA-384' },
    person.privateKey,
    prepared.toBeSigned,
  );
  const stamped = await sealSignature(prepared, new Uint8Array(raw), {
    timestamp: services.timestamp,
    trustAnchors,
    at: now,
    random: random,
  });

  const extended = await extendSignatures(stamped, {
    level: 'B-LTA',
    services,
    trustAnchors,
    at: now,
    random: random,
  });

  const reports = await verifySignatures(extended.pdf, { trustAnchors, at: now });
  expect(reports.map(({ level, reasons }) => [level, reasons])).toEqual([
    ['B-LTA', []],
    ['unknown', []],
  ]);
});

test('a PKCS#12 file is written and read in the browser', async () => {
  const authority = await createDemoAuthority(sources);
  const { privateKeyPkcs8, chain } = await issueDemoCertificate(
    authority,
    { commonName: 'An', keyType: 'ec' },
    sources,
  );
  const file = await writePkcs12({
    privateKeyPkcs8,
    chain,
    password: '123456',
    friendlyName: 'An',
  });

  expect((await readPkcs12(file, '123456')).chain).toEqual(chain);
});
