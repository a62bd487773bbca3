import { execFileSync } from 'node:child_process';
import { createDemoPki, random, type DemoPki } from '#support/demo-pki.ts';
import { runTool, temporaryFolder } from '#support/outside-tools.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { latin1, utf8 } from '../bytes.ts';
import { createDemoAuthority, issueDemoTimestampCertificate } from '../demo-authority.ts';
import { answerTimestampRequest } from '../demo-services/answer-timestamp-request.ts';
import { oids } from '../der/oids.ts';
import { sha256 } from '../digest.ts';
import { requestTimestamp, type TimestampOptions } from './request-timestamp.ts';
import { buildTimestampRequest } from './timestamp-request.ts';
import { readTimestampToken, verifyTimestampToken } from './verify-timestamp.ts';

const now = new Date('2026-11-22T03:00:00Z');
const content = utf8('chữ ký của Trần Minh Hà');
let pki: DemoPki;

beforeAll(async () => {
  pki = await createDemoPki(now);
});

function options(changes: Partial<TimestampOptions> = {}): TimestampOptions {
  const { services, trustAnchors } = pki;
  return { timestamp: services.timestamp, trustAnchors, at: now, random, ...changes };
}

function pem(label: string, der: Uint8Array): string {
  return `-----BEGIN ${label}-----\n${Buffer.from(der).toString('base64')}\n-----END ${label}-----\n`;
}

/** What a dishonest or broken TSA would answer instead. */
function answeredBy(answer: (request: Uint8Array) => Promise<Uint8Array>) {
  return requestTimestamp(content, options({ timestamp: answer }));
}

test('a timestamp tells when the content was there', async () => {
  const token = await requestTimestamp(content, options());

  expect(token.genTime).toEqual(now);
  expect(token.policy).toBe(oids.demoTimestampPolicy);
  const context = { trustAnchors: [], certificates: [], at: now };
  const verdict = await verifyTimestampToken(token.der, content, context);
  expect(verdict.problems).toEqual(['TIMESTAMP_UNTRUSTED']);
});

test('OpenSSL accepts the timestamps of the demo', async () => {
  using folder = temporaryFolder();
  const { der } = await requestTimestamp(content, options());
  const file = folder.write('content', content);
  const token = folder.write('token.der', der);
  const root = folder.write('root.pem', pem('CERTIFICATE', pki.authority.certificate));

  const answer = runTool(
    ...['openssl', 'ts', '-verify', '-data', file, '-in', token, '-token_in'],
    ...['-CAfile', root, '-attime', `${now.getTime() / 1000}`],
  );

  expect(answer).toContain('Verification: OK');
});

test('the timestamps of OpenSSL are accepted', async () => {
  using folder = temporaryFolder();
  const certificate = folder.write('tsa.pem', pem('CERTIFICATE', pki.tsa.certificate));
  const key = folder.write('tsa.key', pem('PRIVATE KEY', pki.tsa.privateKeyPkcs8));
  folder.write('serial', '01');
  const configuration = folder.write(
    'ts.cnf',
    [
      '[tsa]',
      'default_tsa = here',
      '[here]',
      `serial = ${folder.path}/serial`,
      `signer_cert = ${certificate}`,
      `signer_key = ${key}`,
      'signer_digest = sha512',
      'default_policy = 1.2.3.4.1',
      'digests = sha256',
      'accuracy = secs:1',
      'ess_cert_id_alg = sha256',
    ].join('\n'),
  );
  const timestamp = (request: Uint8Array) => {
    const query = folder.write('query.tsq', request);
    const reply = ['ts', '-reply', '-config', configuration, '-queryfile', query];
    return Promise.resolve(Uint8Array.from(execFileSync('openssl', reply, { stdio: 'pipe' })));
  };

  const token = await requestTimestamp(content, options({ timestamp, at: new Date() }));

  expect(token.policy).toBe('1.2.3.4.1');
  expect(Math.abs(token.genTime.getTime() - Date.now())).toBeLessThan(60_000);
});

describe('a TSA is not believed', () => {
  test('when it stamps something else', async () => {
    const other = buildTimestampRequest({
      digest: 'SHA-256',
      value: await sha256(utf8('khác')),
      nonce: random(16),
    });
    await expect(answeredBy(() => pki.services.timestamp(other))).rejects.toMatchObject({
      code: 'TIMESTAMP_INVALID',
    });
  });

  test('when it plays back an older answer about the same content', async () => {
    let kept: Uint8Array | null = null;
    const replay = async (request: Uint8Array) => (kept ??= await pki.services.timestamp(request));
    await answeredBy(replay);

    await expect(answeredBy(replay)).rejects.toMatchObject({
      code: 'TIMESTAMP_INVALID',
      details: { reason: 'nonce' },
    });
  });

  test.each([
    ['has no such purpose', { extendedKeyUsage: [oids.emailProtection] }],
    ['has other purposes too', { extendedKeyUsage: [oids.timeStamping, oids.emailProtection] }],
    ['does not insist on the purpose', { isExtendedKeyUsageCritical: false }],
  ])('when its certificate %s', async (_, changes) => {
    const tsa = await issueDemoTimestampCertificate(pki.authority, { now, random }, changes);

    await expect(
      answeredBy((request) => answerTimestampRequest(request, { ...tsa, random }, now)),
    ).rejects.toMatchObject({ details: { reason: 'NOT_A_TIMESTAMP_CERTIFICATE' } });
  });

  test('when its certificate has expired', async () => {
    const changes = { notBefore: new Date('2020-01-01'), notAfter: new Date('2026-01-01') };
    const tsa = await issueDemoTimestampCertificate(pki.authority, { now, random }, changes);

    await expect(
      answeredBy((request) => answerTimestampRequest(request, { ...tsa, random }, now)),
    ).rejects.toMatchObject({
      details: { reason: 'CERTIFICATE_NOT_IN_FORCE, TIMESTAMP_UNTRUSTED' },
    });
  });

  test('when nobody we trust vouches for it', async () => {
    const stranger = await createDemoAuthority({ now, random });
    const tsa = await issueDemoTimestampCertificate(stranger, { now, random });

    await expect(
      answeredBy((request) => answerTimestampRequest(request, { ...tsa, random }, now)),
    ).rejects.toMatchObject({ details: { reason: 'TIMESTAMP_UNTRUSTED' } });
  });

  test('when another key signed the token', async () => {
    const { chain } = pki.tsa;
    const { privateKey } = pki.responder;

    await expect(
      answeredBy((request) => answerTimestampRequest(request, { chain, privateKey, random }, now)),
    ).rejects.toMatchObject({ details: { reason: 'SIGNATURE_WRONG' } });
  });

  test('when its clock runs an hour ahead', async () => {
    const later = new Date(now.getTime() + 3_600_000);

    await expect(
      answeredBy((request) => answerTimestampRequest(request, { ...pki.tsa, random }, later)),
    ).rejects.toMatchObject({ details: { reason: 'TIMESTAMP_FROM_THE_FUTURE' } });
  });

  test('when its clock stands still', async () => {
    const earlier = new Date(now.getTime() - 20 * 3_600_000);

    await expect(
      answeredBy((request) => answerTimestampRequest(request, { ...pki.tsa, random }, earlier)),
    ).rejects.toMatchObject({ details: { reason: 'old time' } });
  });

  test('when it rejects the request', async () => {
    const answer = answeredBy(() => pki.services.timestamp(utf8('?')));

    await expect(answer).rejects.toMatchObject({
      code: 'TIMESTAMP_INVALID',
      details: { reason: 'status 2, badDataFormat' },
    });
  });

  test.each([
    ['nothing', new Uint8Array()],
    ['a page of a proxy', latin1('<html>Bad gateway</html>')],
    ['a grant without a token', Uint8Array.of(0x30, 5, 0x30, 3, 2, 1, 0)],
  ])('when it answers %s', async (_, bytes) => {
    await expect(answeredBy(() => Promise.resolve(bytes))).rejects.toMatchObject({
      code: 'TIMESTAMP_INVALID',
      details: { reason: 'unreadable' },
    });
  });

  test('when it answers by another policy than the one that was asked for', async () => {
    await expect(requestTimestamp(content, options({ policy: '1.2.3' }))).rejects.toMatchObject({
      details: { reason: 'policy' },
    });
  });
});

test('no changed byte of a token keeps it valid', async () => {
  const { der } = await requestTimestamp(content, options());
  const trustAnchors = [...readTimestampToken(der).cms.certificates.slice(-1)];
  const context = { trustAnchors, certificates: [], at: now };
  const whole = await verifyTimestampToken(der, content, context);
  expect(whole.problems).toEqual([]);
  for (let index = 0; index < der.length; index += 3) {
    const changed = der.slice();
    changed[index] = (changed[index] ?? 0) ^ 0x01;
    const { problems, token } = await verifyTimestampToken(changed, content, context);
    // The certificates beside the signer's are not covered by the signature, as CMS has it.
    const isSame = token !== null && Buffer.compare(token.info, readTimestampToken(der).info) === 0;
    expect(problems.length > 0 || isSame, `byte ${index}`).toBe(true);
  }
});
