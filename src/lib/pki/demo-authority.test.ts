import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { equalBytes } from './bytes.ts';
import {
  isDemoCertificate,
  isForSigningDocuments,
  organizationOf,
  parseCertificate,
} from './certificate.ts';
import { buildChain } from './certificates/build-chain.ts';
import { createCertificate } from './certificates/create-certificate.ts';
import {
  createDemoAuthority,
  issueDemoCertificate,
  type DemoAuthority,
  type DemoCertificate,
  type DemoSources,
} from './demo-authority.ts';
import { readPkcs12, writePkcs12 } from './pkcs12.ts';

const now = new Date('2026-11-22T03:00:00Z');
const sources: DemoSources = {
  now,
  random: (length) => crypto.getRandomValues(new Uint8Array(length)),
};
let folder: string;
let authority: DemoAuthority;
let person: DemoCertificate;
let agency: DemoCertificate;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pki-'));
  authority = await createDemoAuthority(sources);
  person = await issueDemoCertificate(
    authority,
    {
      commonName: 'Trần Minh Hà',
      title: 'Chuyên viên',
      organizationalUnit: 'Phòng Một cửa',
      keyType: 'ec',
    },
    sources,
  );
  agency = await issueDemoCertificate(
    authority,
    { commonName: 'Sở Văn hóa', keyType: 'rsa' },
    sources,
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

function openssl(...options: string[]): string {
  return execFileSync('openssl', options, { encoding: 'utf8' });
}

test('a demo certificate names its person in Vietnamese and is known as a demo', () => {
  const certificate = parseCertificate(person.certificate);

  expect(certificate.subject.text).toBe(
    'CN=Trần Minh Hà,T=Chuyên viên,OU=Phòng Một cửa,O=TRẠM SỐ HÓA – DEMO,C=VN',
  );
  expect(certificate.issuer.text).toContain('không có giá trị pháp lý');
  expect(organizationOf(certificate.subject)).toBe('Phòng Một cửa, TRẠM SỐ HÓA – DEMO');
  expect(isDemoCertificate(certificate)).toBe(true);
  expect(isForSigningDocuments(certificate)).toBe(true);
  expect(isForSigningDocuments(parseCertificate(authority.certificate))).toBe(false);
});

test.each(['ec', 'rsa'] as const)('OpenSSL verifies the %s certificate', (keyType) => {
  const { certificate } = keyType === 'ec' ? person : agency;
  const root = file('root.der', authority.certificate);
  const leaf = file(`${keyType}.der`, certificate);
  const rootPem = join(folder, 'root.pem');
  openssl('x509', '-inform', 'DER', '-in', root, '-out', rootPem);

  expect(
    openssl(
      'verify',
      '-x509_strict',
      '-attime',
      `${now.getTime() / 1000}`,
      '-CAfile',
      rootPem,
      leaf,
    ),
  ).toContain('OK');
});

test('a PKCS#12 file comes back as it was written, and OpenSSL opens it', async () => {
  const { privateKeyPkcs8, chain } = person;
  const bytes = await writePkcs12({
    privateKeyPkcs8,
    chain,
    password: 'mật khẩu 1',
    friendlyName: 'Trần Minh Hà',
  });

  const read = await readPkcs12(bytes, 'mật khẩu 1');

  expect(equalBytes(read.privateKeyPkcs8, privateKeyPkcs8)).toBe(true);
  expect(read.chain.map((one, index) => equalBytes(one, chain[index] ?? one.slice(1)))).toEqual([
    true,
    true,
  ]);
  expect(read.friendlyName).toBe('Trần Minh Hà');
  const dump = openssl(
    'pkcs12',
    '-in',
    file('person.p12', bytes),
    '-nodes',
    '-passin',
    'pass:mật khẩu 1',
  );
  expect(dump).toContain('BEGIN PRIVATE KEY');
  expect(dump.match(/BEGIN CERTIFICATE/gu)).toHaveLength(2);
});

test('a wrong password and a file of another kind are told apart', async () => {
  const { privateKeyPkcs8, chain } = person;
  const bytes = await writePkcs12({ privateKeyPkcs8, chain, password: '123456', friendlyName: '' });

  await expect(readPkcs12(bytes, '123457')).rejects.toMatchObject({ code: 'PIN_INCORRECT' });
  await expect(readPkcs12(chain[0] ?? bytes, '123456')).rejects.toMatchObject({
    code: 'FILE_TYPE_UNSUPPORTED',
  });
  await expect(readPkcs12(new Uint8Array(), '123456')).rejects.toMatchObject({
    code: 'FILE_TYPE_UNSUPPORTED',
  });
});

test.each([
  ['modern', []],
  [
    '3DES and RC2',
    ['-legacy', '-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-RC2-40', '-macalg', 'sha1'],
  ],
])(
  'a PKCS#12 file of OpenSSL (%s) is opened with its certificates untouched',
  async (_, options) => {
    const pem = (label: string, der: Uint8Array) =>
      `-----BEGIN ${label}-----\n${Buffer.from(der).toString('base64')}\n-----END ${label}-----\n`;
    const path = file(
      'agency.pem',
      Buffer.from(
        pem('PRIVATE KEY', agency.privateKeyPkcs8) + pem('CERTIFICATE', agency.certificate),
      ),
    );
    const target = join(folder, 'agency.p12');
    openssl('pkcs12', '-export', '-in', path, '-out', target, '-passout', 'pass:1234', ...options);

    const read = await readPkcs12(new Uint8Array(execFileSync('cat', [target])), '1234');

    expect(read.chain).toHaveLength(1);
    expect(equalBytes(read.chain[0] ?? new Uint8Array(), agency.certificate)).toBe(true);
    const key = await crypto.subtle.importKey(
      'pkcs8',
      new Uint8Array(read.privateKeyPkcs8),
      { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
      false,
      ['sign'],
    );
    expect(key.type).toBe('private');
  },
);

test('a chain ends at a trust anchor, at an instant when its certificates are in force', async () => {
  const leaf = parseCertificate(person.certificate);
  const root = parseCertificate(authority.certificate);
  const other = await createDemoAuthority(sources);

  expect(await buildChain(leaf, [], [root], now)).toMatchObject({ isTrusted: true });
  expect(await buildChain(leaf, [root], [], now)).toMatchObject({ problems: ['ISSUER_NOT_FOUND'] });
  expect(await buildChain(leaf, [], [parseCertificate(other.certificate)], now)).toMatchObject({
    isTrusted: false,
  });
  expect(await buildChain(leaf, [], [root], new Date('2029-01-01'))).toMatchObject({
    problems: ['CERTIFICATE_EXPIRED'],
  });
  expect(await buildChain(leaf, [], [root], new Date('2020-01-01'))).toMatchObject({
    problems: ['CERTIFICATE_NOT_YET_VALID'],
  });
});

test('a person cannot issue certificates', async () => {
  const issuer = parseCertificate(person.certificate);
  const forged = await createCertificate({
    subject: { commonName: 'Giám đốc' },
    issuer: {
      country: 'VN',
      organization: 'TRẠM SỐ HÓA – DEMO',
      organizationalUnit: 'Phòng Một cửa',
      title: 'Chuyên viên',
      commonName: 'Trần Minh Hà',
    },
    spki: issuer.spki,
    issuerSpki: issuer.spki,
    serialNumber: Uint8Array.of(1),
    notBefore: issuer.notBefore,
    notAfter: issuer.notAfter,
    keyUsage: ['digitalSignature'],
    signWith: person.privateKey,
  });

  const chain = await buildChain(
    parseCertificate(forged),
    [issuer],
    [parseCertificate(authority.certificate)],
    now,
  );

  expect(chain).toMatchObject({ isTrusted: false, problems: ['ISSUER_NOT_A_CA'] });
});

test('a changed certificate is not trusted', async () => {
  const changed = person.certificate.slice();
  const at = Buffer.from(changed).indexOf('Minh');
  changed[at] = 'B'.charCodeAt(0);

  const chain = await buildChain(
    parseCertificate(changed),
    [],
    [parseCertificate(authority.certificate)],
    now,
  );

  expect(chain).toMatchObject({ isTrusted: false, problems: ['CERTIFICATE_SIGNATURE_WRONG'] });
});
