import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { runTool, temporaryFolder } from '#support/outside-tools.ts';
import { concatBytes, latin1, toHex } from '#lib/pki/bytes.ts';
import { createDemoAuthority, issueDemoCertificate } from '#lib/pki/demo-authority.ts';
import { readDer } from '#lib/pki/der/der-reader.ts';
import { constructedContext } from '#lib/pki/der/tags.ts';
import { prepareSignature } from './prepare-signature.ts';
import { buildSearchablePdf } from './searchable-pdf.ts';
import { verifySignatures } from './verify-signatures.ts';

const at = new Date();
const sources = { now: at, random: (n: number) => crypto.getRandomValues(new Uint8Array(n)) };
let pdf: Uint8Array;

beforeAll(async () => {
  const size = { widthPx: 20, heightPx: 20 };
  const frame = {
    sourceWidthPx: 20,
    sourceHeightPx: 20,
    rotation: 0,
    skewDegrees: 0,
    dpi: 72,
  } as const;
  pdf = await buildSearchablePdf({
    title: 'a',
    createdAt: at,
    pages: [{ image: { kind: 'grey', bytes: new Uint8Array(400), ...size }, frame }],
  });
});

/** The document signed by OpenSSL's own CMS, put into the place that we prepared. */
async function signByOpenssl(
  keyType: 'rsa' | 'ec',
  settings: readonly string[],
  transform = (cms: Uint8Array) => cms,
) {
  using folder = temporaryFolder();
  const authority = await createDemoAuthority(sources);
  const person = await issueDemoCertificate(
    authority,
    { commonName: 'Lê Thị Đỗ Quyên', organization: 'Sở Văn hóa', keyType },
    sources,
  );
  const prepared = await prepareSignature(pdf, {
    certificateChain: person.chain,
    signedAt: at,
    profile: 'scan',
    appearance: null,
  });
  const [, gapStart, gapEnd] = prepared.byteRange;
  const content = [prepared.pdf.subarray(0, gapStart), prepared.pdf.subarray(gapEnd)];
  const pem = (label: string, der: Uint8Array) =>
    `-----BEGIN ${label}-----\n${Buffer.from(der).toString('base64')}\n-----END ${label}-----\n`;
  const output = `${folder.path}/cms.der`;
  const options = ['-sign', '-binary', '-outform', 'DER', '-out', output];
  runTool(
    'openssl',
    'cms',
    ...options,
    '-in',
    folder.write('content', Buffer.concat(content)),
    '-signer',
    folder.write('signer.pem', pem('CERTIFICATE', person.certificate)),
    '-inkey',
    folder.write('key.pem', pem('PRIVATE KEY', person.privateKeyPkcs8)),
    ...settings,
  );
  const signed = prepared.pdf.slice();
  signed.set(latin1(toHex(transform(readFileSync(output)))), gapStart + 1);
  const [report] = await verifySignatures(signed, { trustAnchors: [authority.certificate], at });
  return report;
}

test.each([
  ['RSA with SHA-256', 'rsa', ['-md', 'sha256'], 'PKCS7'],
  ['RSA with SHA-512 and CAdES', 'rsa', ['-md', 'sha512', '-cades'], 'PKCS7'],
  ['RSA-PSS', 'rsa', ['-md', 'sha256', '-keyopt', 'rsa_padding_mode:pss'], 'PKCS7'],
  [
    'RSA-PSS with SHA-384',
    'rsa',
    ['-md', 'sha384', '-keyopt', 'rsa_padding_mode:pss', '-keyopt', 'rsa_pss_saltlen:48'],
    'PKCS7',
  ],
  ['ECDSA with SHA-384', 'ec', ['-md', 'sha384', '-cades'], 'PKCS7'],
  ['a key identifier instead of a name', 'ec', ['-md', 'sha256', '-keyid'], 'PKCS7'],
  ['no signed attributes', 'rsa', ['-md', 'sha256', '-noattr'], 'PKCS7'],
] as const)(
  'a CMS of another program with %s is valid, as the older form that it is',
  async (_, keyType, settings, level) => {
    const report = await signByOpenssl(keyType, settings);

    expect(report).toMatchObject({ isValid: true, reasons: [], level });
  },
);

test('SHA-1 is valid but remarked on, and an unknown algorithm is not guessed', async () => {
  expect(await signByOpenssl('rsa', ['-md', 'sha1'])).toMatchObject({
    isValid: true,
    remarks: expect.arrayContaining(['WEAK_ALGORITHM']),
  });
  expect(await signByOpenssl('rsa', ['-md', 'sha3-256'])).toMatchObject({
    isValid: false,
    reasons: ['ALGORITHM_UNKNOWN'],
  });
});

test('a CMS with indefinite lengths is valid', async () => {
  const indefinite = (cms: Uint8Array) => {
    const contentInfo = readDer(cms);
    const signedData = contentInfo.child(1).child(0);
    return concatBytes(
      Uint8Array.of(0x30, 0x80),
      contentInfo.child(0).bytes,
      Uint8Array.of(0xa0, 0x80, 0x30, 0x80),
      signedData.contents,
      new Uint8Array(6),
    );
  };

  const report = await signByOpenssl('rsa', ['-md', 'sha256'], indefinite);

  expect(report).toMatchObject({ isValid: true, reasons: [] });
});

test('a CMS without a certificate, or with content of its own, is not valid', async () => {
  expect((await signByOpenssl('rsa', ['-md', 'sha256', '-nocerts']))?.reasons).toEqual([
    'SIGNER_CERTIFICATE_MISSING',
  ]);
  expect((await signByOpenssl('rsa', ['-md', 'sha256', '-nodetach']))?.reasons).toEqual([
    'ATTRIBUTES_WRONG',
  ]);
});

test('signed attributes in another order than DER are not valid', async () => {
  const reorder = (cms: Uint8Array) => {
    const signerInfo = readDer(cms).child(1).child(0).children.at(-1)?.child(0);
    const attributes = signerInfo?.find(constructedContext(0));
    const [first, second, ...rest] = attributes?.children ?? [];
    if (!attributes || !first || !second) throw new Error('No attributes');
    const swapped = [second, first, ...rest].map((one) => one.bytes);
    const copy = cms.slice();
    copy.set(concatBytes(...swapped), attributes.contents.byteOffset - cms.byteOffset);
    return copy;
  };

  const report = await signByOpenssl('rsa', ['-md', 'sha256'], reorder);

  expect(report?.reasons).toEqual(['ATTRIBUTES_WRONG', 'SIGNATURE_WRONG']);
});
