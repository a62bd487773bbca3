import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { createDemoPki, type DemoPki } from '#support/demo-pki.ts';
import { runTool, temporaryFolder } from '#support/outside-tools.ts';
import { pem } from '#support/signature-judges.ts';
import { utf8 } from '../bytes.ts';
import { certificateHolder, parseCertificate } from '../certificate.ts';
import { demoServices, type DemoCertificate } from '../demo-authority.ts';
import { readOcspResponse } from '../revocation/ocsp.ts';
import { revocationSources } from '../revocation/sources.ts';

const now = new Date();
const revokedAt = new Date(now.getTime() - 3_600_000);
const urls = demoServices('http://pki.example');
let pki: DemoPki;
let person: DemoCertificate;
let gone: DemoCertificate;

beforeAll(async () => {
  pki = await createDemoPki(now);
  person = await pki.issue({ commonName: 'Trần Minh Hà', keyType: 'ec' });
  gone = await pki.issue({ commonName: 'Lê Thu An', keyType: 'ec' });
  pki.revoke(gone, revokedAt, 4);
});

test('certificates say where to ask about them', () => {
  expect(revocationSources(parseCertificate(person.certificate))).toEqual({
    ocsp: [urls.ocsp],
    crl: [urls.crl],
    deltaCrl: [],
    issuers: [urls.issuer],
  });
});

test('a certificate of an agency is told from that of a person', async () => {
  const agency = await pki.issue({ commonName: 'Sở Văn hóa', holder: 'agency', keyType: 'ec' });

  expect(certificateHolder(parseCertificate(agency.certificate))).toBe('agency');
  expect(certificateHolder(parseCertificate(person.certificate))).toBe('unknown');
});

describe('OpenSSL', () => {
  test.each([
    ['good', () => person],
    ['revoked', () => gone],
  ])('asks our OCSP responder and hears "%s"', async (status, signer) => {
    using folder = temporaryFolder();
    const root = folder.write('root.pem', pem('CERTIFICATE', pki.authority.certificate));
    const leaf = folder.write('leaf.pem', pem('CERTIFICATE', signer().certificate));
    const request = `${folder.path}/request.der`;
    const asked = ['-issuer', root, '-sha256', '-cert', leaf];
    runTool('openssl', 'ocsp', ...asked, '-reqout', request, '-nonce');
    const answer = await pki.services.ocsp(urls.ocsp, new Uint8Array(readFileSync(request)));
    const response = folder.write('response.der', answer);

    const verdict = runTool(
      ...(['openssl', 'ocsp', '-respin', response, '-no_nonce'] as const),
      ...['-CAfile', root, ...asked],
    );

    expect(verdict).toContain(`leaf.pem: ${status}`);
    if (status === 'revoked') expect(verdict).toContain('superseded');
  });

  test('takes our CRL', async () => {
    using folder = temporaryFolder();
    const root = folder.write('root.pem', pem('CERTIFICATE', pki.authority.certificate));
    const list = folder.write('crl.der', await pki.services.crl(urls.crl));
    const listPem = `${folder.path}/crl.pem`;
    runTool('openssl', 'crl', '-inform', 'DER', '-in', list, '-out', listPem);

    const text = runTool('openssl', 'crl', '-in', listPem, '-text', '-noout');
    expect(text).toContain('Superseded');
    const judge = (der: Uint8Array) => [
      ...(['verify', '-crl_check', '-CAfile', root, '-CRLfile', listPem] as const),
      folder.write('leaf.pem', pem('CERTIFICATE', der)),
    ];
    expect(runTool('openssl', ...judge(person.certificate))).toContain('OK');
    expect(() => runTool('openssl', ...judge(gone.certificate))).toThrow(/certificate revoked/u);
  });
});

test('what is no request, or about another authority, is answered by a status', async () => {
  const stranger = await createDemoPki(now);
  const other = await stranger.issue({ commonName: 'An', keyType: 'ec' });
  using folder = temporaryFolder();
  const root = folder.write('root.pem', pem('CERTIFICATE', stranger.authority.certificate));
  const leaf = folder.write('leaf.pem', pem('CERTIFICATE', other.certificate));
  const request = `${folder.path}/request.der`;
  runTool('openssl', 'ocsp', '-issuer', root, '-cert', leaf, '-reqout', request);

  const about = await pki.services.ocsp(urls.ocsp, new Uint8Array(readFileSync(request)));
  expect(readOcspResponse(about)).toEqual({ status: 'unauthorized' });
  const nothing = await pki.services.ocsp(urls.ocsp, utf8('?'));
  expect(readOcspResponse(nothing)).toEqual({ status: 'malformedRequest' });
});
