import { spawnSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDemoAuthority } from '#lib/pki/demo-authority.ts';
import { allowedUrls, findAllowed } from '#lib/server/pki/allowed-urls.ts';
import { purposesOf, readTrustAnchors } from '#lib/server/trust-anchors/read-trust-anchors.ts';
import { runTool } from '#support/outside-tools.ts';

const program = resolve(import.meta.dirname, '../../src/launcher/import-anchor.ts');
const source = 'Công văn số 12/CTSBMTT, đối chiếu qua điện thoại';

let path: string;
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'anchors-'));
});
afterEach(() => rm(path, { recursive: true, force: true }));

const file = (name: string): string => join(path, name);
const folder = (): string => file('trusted');

type CertificateOptions = { keyOptions?: string[]; days?: string; extensions?: string[] };

/** A root made by OpenSSL, as an office receives one. */
function makeRoot(name: string, options: CertificateOptions = {}): X509Certificate {
  const {
    keyOptions = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
    days = '30',
    extensions = [],
  } = options;
  runTool(
    'openssl',
    ...['req', '-x509', ...keyOptions, '-nodes', '-keyout', file('key.pem'), '-days', days],
    ...['-utf8', '-subj', '/C=VN/O=Ban Cơ yếu thử nghiệm/CN=Gốc thử nghiệm'],
    ...extensions.flatMap((extension) => ['-addext', extension]),
    ...['-out', file(name)],
  );
  return new X509Certificate(runTool('openssl', 'x509', '-in', file(name)));
}

const sha256Of = (certificate: X509Certificate): string =>
  createHash('sha256').update(certificate.raw).digest('hex');

function runImport(name: string, ...options: string[]) {
  const arguments_ = [program, file(name), '--folder', folder(), ...options];
  const { status, stdout, stderr } = spawnSync(process.execPath, arguments_, {
    encoding: 'utf8',
    input: '',
  });
  return { status, said: stdout + stderr };
}

describe('the import of a root', () => {
  test('keeps where it comes from, and the server trusts it', async () => {
    const root = makeRoot('root.crt');
    const { status, said } = runImport(
      'root.crt',
      ...['--source', source, '--by', 'Quách Gia Bảo', '--fingerprint', root.fingerprint256],
      ...['--purpose', 'timestamping', '--service', 'http://ocsp.example.vn/'],
    );
    expect(said).toContain(root.fingerprint256);
    expect(said).toContain('Gốc thử nghiệm');
    expect(status).toBe(0);

    const { anchors, refused } = await readTrustAnchors([folder()]);
    expect(refused).toEqual([]);
    expect(anchors).toMatchObject([
      {
        sha256: sha256Of(root),
        provenance: {
          source,
          importedBy: 'Quách Gia Bảo',
          purposes: ['timestamping'],
          services: ['http://ocsp.example.vn/'],
        },
      },
    ]);
    const allowList = allowedUrls({ tsaUrl: null, allowedUrls: [] }, anchors);
    expect(findAllowed(allowList, new URL('http://ocsp.example.vn/a'))).not.toBeNull();
    expect(findAllowed(allowList, new URL('http://crl.example.vn/a'))).toBeNull();
  });

  test('takes DER, an old SHA-1 fingerprint, and the same root twice', async () => {
    const root = makeRoot('root.pem');
    await writeFile(file('root.cer'), root.raw);
    const options = ['--source', source, '--fingerprint', root.fingerprint.toLowerCase()];
    expect(runImport('root.cer', ...options).status).toBe(0);
    expect(runImport('root.pem', ...options).status).toBe(0);
    expect((await readTrustAnchors([folder()])).anchors).toHaveLength(1);
  });

  test('lets the addresses be asked that the root itself names, and only those', async () => {
    const root = makeRoot('root.crt', {
      extensions: ['crlDistributionPoints=URI:http://crl.example.vn/root.crl'],
    });
    runImport('root.crt', '--source', source, '--fingerprint', root.fingerprint256);
    const { anchors } = await readTrustAnchors([folder()]);
    const allowList = allowedUrls({ tsaUrl: null, allowedUrls: [] }, anchors);
    expect(findAllowed(allowList, new URL('http://crl.example.vn/root.crl'))).toMatchObject({
      mayBePrivate: false,
    });
    expect(findAllowed(allowList, new URL('http://crl.example.vn/root.crl?x'))).toBeNull();
    expect(findAllowed(allowList, new URL('http://crl.example.vn/'))).toBeNull();
  });

  test.each([
    [
      'a fingerprint that differs',
      ['--source', source, '--fingerprint', 'ab'.repeat(32)],
      'KHÔNG khớp',
    ],
    ['nobody who could confirm', ['--source', source], 'Không có người'],
    ['no source', ['--fingerprint', 'ab'.repeat(32)], 'tham số'],
    ['an option that does not exist', ['--source', source, '--force'], 'tham số'],
    ['an unknown purpose', ['--source', source, '--purpose', 'login'], 'tham số'],
    ['a service that is no address', ['--source', source, '--service', 'ocsp'], 'tham số'],
  ])('imports nothing for %s', async (_, options, told) => {
    makeRoot('root.crt');
    const { status, said } = runImport('root.crt', ...options);
    expect(status).toBe(1);
    expect(said).toContain(told);
    expect((await readTrustAnchors([folder()])).anchors).toEqual([]);
  });

  test.each<[string, CertificateOptions, string]>([
    [
      'a certificate of a person',
      { extensions: ['basicConstraints=critical,CA:FALSE'] },
      'không phải chứng thư của cơ quan',
    ],
    ['a weak key', { keyOptions: ['-newkey', 'rsa:1024'] }, '2048'],
  ])('refuses %s', (_, options, told) => {
    const certificate = makeRoot('root.crt', options);
    const fingerprint = ['--fingerprint', certificate.fingerprint256];
    const { status, said } = runImport('root.crt', '--source', source, ...fingerprint);
    expect(status).toBe(1);
    expect(said).toContain(told);
  });

  test('refuses a demo authority, an expired root and one whose signature is wrong', async () => {
    const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
    const long = new Date('2000-01-01T00:00:00Z');
    const demo = await createDemoAuthority({ now: new Date(), random });
    const expired = await createDemoAuthority({ now: long, random });
    const forged = Buffer.from(makeRoot('root.pem').raw);
    forged.writeUInt8(forged.readUInt8(forged.length - 1) ^ 1, forged.length - 1);
    for (const [der, told] of [
      [demo.certificate, 'DEMO'],
      [expired.certificate, 'hết hạn'],
      [forged, 'không đúng'],
    ] as const) {
      await writeFile(file('one.cer'), der);
      const sha256 = createHash('sha256').update(der).digest('hex');
      const { status, said } = runImport('one.cer', '--source', source, '--fingerprint', sha256);
      expect(status).toBe(1);
      expect(said).toContain(told);
    }
  });

  test('refuses what is no certificate, or more than one', async () => {
    makeRoot('root.pem');
    const pem = await readFile(file('root.pem'), 'utf8');
    await writeFile(file('two.pem'), pem + pem);
    await writeFile(file('text.pem'), 'xin chào');
    expect(runImport('two.pem', '--source', source).said).toContain('nhiều chứng thư');
    expect(runImport('text.pem', '--source', source).said).toContain('không chứa chứng thư');
    expect(runImport('missing.pem', '--source', source).said).toContain('Không đọc được');
  });
});

describe('the folder of anchors', () => {
  async function importRoot(): Promise<void> {
    const root = makeRoot('root.crt');
    const options = ['--source', source, '--fingerprint', root.fingerprint256];
    expect(runImport('root.crt', ...options).status).toBe(0);
  }

  async function replace(ending: string, content: string | Uint8Array): Promise<string> {
    const names = await readdir(folder());
    const name = names.find((one) => one.endsWith(ending)) ?? '';
    await writeFile(join(folder(), name), content);
    return name;
  }

  test('does not trust a certificate that was exchanged after its import', async () => {
    await importRoot();
    makeRoot('other.pem');
    const name = await replace('.pem', await readFile(file('other.pem')));
    expect(await readTrustAnchors([folder()])).toEqual({
      anchors: [],
      refused: [{ fileName: name, reason: 'changed-since-import' }],
    });
  });

  test('does not trust a certificate whose record is broken', async () => {
    await importRoot();
    await replace('.json', '{"source": "?"}');
    const { anchors, refused } = await readTrustAnchors([folder()]);
    expect(anchors).toEqual([]);
    expect(refused).toMatchObject([{ reason: 'record-unreadable' }]);
  });

  test('tells a broken file and goes on with the others', async () => {
    await importRoot();
    await writeFile(join(folder(), 'broken.cer'), 'nothing');
    const { anchors, refused } = await readTrustAnchors([folder(), file('not-there')]);
    expect(anchors).toHaveLength(1);
    expect(refused).toEqual([{ fileName: 'broken.cer', reason: 'unreadable' }]);
  });

  test('trusts what was laid there by hand for everything, and says that nobody vouches for it', async () => {
    makeRoot('root.pem');
    const { anchors } = await readTrustAnchors([path]);
    const [anchor] = anchors;
    expect(anchor?.provenance).toBeNull();
    expect(anchor && purposesOf(anchor)).toEqual(['signing', 'timestamping']);
  });
});
