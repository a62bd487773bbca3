import { afterEach, describe, expect, test, vi } from 'vitest';
import type { AppError } from '#lib/domain/app-error.ts';
import type { ValidationServices } from '#lib/pki/validation-services.ts';
import { parseCertificate } from '#lib/pki/certificate.ts';
import {
  createDemoAuthority,
  issueDemoCertificate,
  issueDemoOcspCertificate,
} from '#lib/pki/demo-authority.ts';
import { answerOcspRequest } from '#lib/pki/demo-services/answer-ocsp-request.ts';
import { enumerated, integer, sequence, time } from '#lib/pki/der/der-writer.ts';
import { buildOcspRequest } from '#lib/pki/revocation/ocsp.ts';
import type { PkiSettings } from '#lib/server/env.ts';
import type { ResolvedAddress } from '#lib/server/pki/outbound.ts';
import {
  createValidationServices,
  MAX_CRL_BYTES,
  type ServiceSurroundings,
} from '#lib/server/pki/validation-services.ts';
import { startHttpPeer, type HttpPeer, type PeerAnswer } from '#support/http-peer.ts';

const some = sequence(integer(1));
const query = sequence(integer(2));
const crlType = 'application/pkix-crl';

const peers: HttpPeer[] = [];
afterEach(async () => {
  await Promise.all(peers.splice(0).map((peer) => peer.close()));
});

async function peerThat(answer: PeerAnswer): Promise<HttpPeer> {
  const peer = await startHttpPeer(answer);
  peers.push(peer);
  return peer;
}

/** A peer that gives every question this body. */
const peerWith = (body: Uint8Array, type: string) =>
  peerThat((_, response) => void response.writeHead(200, { 'content-type': type }).end(body));

function services(
  settings: Partial<PkiSettings>,
  surroundings: Partial<ServiceSurroundings> = {},
): ValidationServices {
  return createValidationServices(
    { tsaUrl: null, tsaTimeoutMs: 300, allowedUrls: [], privateNetworks: [], ...settings },
    { anchors: async () => [], pauseMs: 1, ...surroundings },
  );
}

const leadsTo =
  (...addresses: string[]) =>
  (): Promise<ResolvedAddress[]> =>
    Promise.resolve(addresses.map((address) => ({ address, family: 4 })));

async function refusal(answer: Promise<unknown>): Promise<unknown> {
  const error = await answer.then(
    () => null,
    (reason: AppError) => reason,
  );
  expect(error?.code).toMatch(/^(?:REVOCATION|TSA)_UNREACHABLE$/u);
  return error?.details['reason'];
}

describe('what may be asked', () => {
  test('an address of the configuration, and what lies below it', async () => {
    const peer = await peerWith(some, crlType);
    const { crl } = services({ allowedUrls: [`${peer.url}/crl/`] });
    expect(await crl(`${peer.url}/crl/ca.crl`)).toEqual(new Uint8Array(some));
  });

  test.each([
    ['another path', (peer: HttpPeer) => `${peer.url}/admin`],
    ['a path that only begins alike', (peer: HttpPeer) => `${peer.url}/crlx`],
    ['a way up', (peer: HttpPeer) => `${peer.url}/crl/../admin`],
    ['an escaped way up', (peer: HttpPeer) => `${peer.url}/crl/%2e%2e%2fadmin`],
    ['another port', (peer: HttpPeer) => `http://127.0.0.1:${peer.port + 1}/crl/`],
    ['another name of the same machine', (peer: HttpPeer) => `http://localhost:${peer.port}/crl/`],
    ['credentials', (peer: HttpPeer) => `http://me:secret@127.0.0.1:${peer.port}/crl/`],
    ['another protocol', () => 'ftp://127.0.0.1/crl/'],
    ['a file', () => 'file:///etc/passwd'],
    ['LDAP', () => 'ldap://127.0.0.1/crl/'],
    ['no address', () => 'crl'],
  ])('never %s', async (_, urlOf) => {
    const peer = await peerWith(some, crlType);
    const { crl, ocsp, issuerCertificates } = services({ allowedUrls: [`${peer.url}/crl`] });
    const url = urlOf(peer);
    expect(await refusal(crl(url))).toBe('address-not-allowed');
    expect(await refusal(ocsp(url, query))).toBe('address-not-allowed');
    expect(await refusal(issuerCertificates(url))).toBe('address-not-allowed');
    expect(peer.requests).toEqual([]);
  });

  test('a configuration that names nonsense does not start', () => {
    expect(() => services({ allowedUrls: ['ocsp.ca.gov.vn'] })).toThrow('ocsp.ca.gov.vn');
    expect(() => services({ tsaUrl: 'tsa' })).toThrow('tsa');
    expect(() => services({ privateNetworks: ['10.0.0.0/99'] })).toThrow('10.0.0.0/99');
  });
});

describe('names that lead into our own network', () => {
  test.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.20.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '0.0.0.0',
    '100.64.0.1',
  ])('are not followed to %s', async (address) => {
    const peer = await peerWith(some, crlType);
    const url = `http://crl.example.vn:${peer.port}/ca.crl`;
    const { crl } = services(
      { allowedUrls: [`http://crl.example.vn:${peer.port}/`] },
      { resolve: leadsTo(address) },
    );
    expect(await refusal(crl(url))).toBe('address-private');
    expect(peer.requests).toEqual([]);
  });

  test.each(['::1', '::ffff:127.0.0.1', 'fe80::1', 'fd00::1', '64:ff9b::7f00:1', '2002:7f00:1::'])(
    'are not followed to %s',
    async (address) => {
      const { crl } = services(
        { allowedUrls: ['http://crl.example.vn/'] },
        { resolve: () => Promise.resolve([{ address, family: 6 }]) },
      );
      expect(await refusal(crl('http://crl.example.vn/ca.crl'))).toBe('address-private');
    },
  );

  test('are not followed when one of several addresses is ours', async () => {
    const { crl } = services(
      { allowedUrls: ['http://crl.example.vn/'] },
      { resolve: leadsTo('203.119.8.106', '127.0.0.1') },
    );
    expect(await refusal(crl('http://crl.example.vn/ca.crl'))).toBe('address-private');
  });

  test('are followed into a network that the configuration names', async () => {
    const peer = await peerWith(some, crlType);
    const { crl } = services(
      {
        allowedUrls: [`http://crl.example.vn:${peer.port}/`],
        privateNetworks: ['127.0.0.0/8'],
      },
      { resolve: leadsTo('127.0.0.1') },
    );
    await crl(`http://crl.example.vn:${peer.port}/ca.crl`);
    expect(peer.requests).toHaveLength(1);
  });

  test('cannot change between the check and the connection', async () => {
    const peer = await peerWith(some, crlType);
    const resolve = vi
      .fn<() => Promise<ResolvedAddress[]>>()
      // Nothing listens there: a reserved address that the configuration lets through.
      .mockResolvedValueOnce([{ address: '127.99.0.1', family: 4 }])
      .mockResolvedValue([{ address: '127.0.0.1', family: 4 }]);
    const { crl } = services(
      {
        allowedUrls: [`http://crl.example.vn:${peer.port}/`],
        privateNetworks: ['127.99.0.0/16'],
      },
      { resolve },
    );
    const url = `http://crl.example.vn:${peer.port}/ca.crl`;
    expect(await refusal(crl(url))).toBe('unreachable');
    expect(resolve).toHaveBeenCalledTimes(1);
    expect(await refusal(crl(url))).toBe('address-private');
    expect(peer.requests).toEqual([]);
  });
});

describe('answers that are not passed on', () => {
  test('a redirection to this machine', async () => {
    const inner = await peerWith(some, crlType);
    const peer = await peerThat(
      (_, response) => void response.writeHead(302, { location: `${inner.url}/secret` }).end(),
    );
    const { crl } = services({ allowedUrls: [`${peer.url}/`] });
    expect(await refusal(crl(`${peer.url}/ca.crl`))).toBe('address-not-allowed');
    expect(inner.requests).toEqual([]);
  });

  test('a redirection without end', async () => {
    const peer = await peerThat(
      (_, response) => void response.writeHead(302, { location: '/again' }).end(),
    );
    const { crl } = services({ allowedUrls: [`${peer.url}/`] });
    expect(await refusal(crl(`${peer.url}/ca.crl`))).toBe('redirected');
    expect(peer.requests).toHaveLength(4);
  });

  test('a redirected question of OCSP', async () => {
    const peer = await peerThat(
      (_, response) => void response.writeHead(307, { location: '/elsewhere' }).end(),
    );
    const { ocsp } = services({ allowedUrls: [`${peer.url}/`] });
    expect(await refusal(ocsp(`${peer.url}/`, query))).toBe('redirected');
    expect(peer.requests).toHaveLength(1);
  });

  test('a body that is announced as huge', async () => {
    const peer = await peerThat((_, response) => {
      response.writeHead(200, { 'content-type': crlType, 'content-length': 5_000_000_000 });
      response.write(some);
    });
    const { crl } = services({ allowedUrls: [`${peer.url}/`] });
    expect(await refusal(crl(`${peer.url}/ca.crl`))).toBe('too-large');
  });

  test('a body that never ends', async () => {
    let sentBytes = 0;
    const peer = await peerThat((_, response) => {
      const block = Buffer.alloc(1_000_000);
      const more = (): void => {
        if (response.destroyed) return;
        sentBytes += block.length;
        response.write(block, () => setImmediate(more));
      };
      response.writeHead(200, { 'content-type': crlType });
      more();
    });
    const { crl } = services({ allowedUrls: [`${peer.url}/`] });
    expect(await refusal(crl(`${peer.url}/ca.crl`))).toBe('too-large');
    expect(sentBytes).toBeLessThan(3 * MAX_CRL_BYTES);
  });

  test('one that comes byte by byte', async () => {
    const peer = await peerThat((_, response) => {
      response.writeHead(200, { 'content-type': 'application/timestamp-reply' });
      const drip = setInterval(() => response.write('0'), 20);
      response.on('close', () => clearInterval(drip));
    });
    const { timestamp } = services({ tsaUrl: `${peer.url}/`, tsaTimeoutMs: 100 });
    expect(await refusal(timestamp?.(query) ?? Promise.resolve())).toBe('too-slow');
  });

  test.each([
    ['of another type', { 'content-type': 'text/html' }, 'wrong-type'],
    ['without a type', {}, 'wrong-type'],
    ['packed', { 'content-type': crlType, 'content-encoding': 'gzip' }, 'wrong-type'],
  ])('one %s', async (_, headers, reason) => {
    const peer = await peerThat(
      (_request, response) => void response.writeHead(200, headers).end(some),
    );
    const { crl } = services({ allowedUrls: [`${peer.url}/`] });
    expect(await refusal(crl(`${peer.url}/ca.crl`))).toBe(reason);
  });

  test('anything that is not DER: nothing can be read through the gate', async () => {
    const peer = await peerWith(Buffer.from('root:x:0:0:root'), crlType);
    const { crl } = services({ allowedUrls: [`${peer.url}/`] });
    expect(await refusal(crl(`${peer.url}/ca.crl`))).toBe('not-der');
  });

  test('one that breaks off', async () => {
    const peer = await peerThat((_, response) => {
      response.writeHead(200, { 'content-type': crlType, 'content-length': 100 });
      response.write(some, () => response.destroy());
    });
    const { crl } = services({ allowedUrls: [`${peer.url}/`] });
    expect(await refusal(crl(`${peer.url}/ca.crl`))).toBe('unreachable');
  });

  test('a refusal, and nobody there', async () => {
    const peer = await peerThat((_, response) => void response.writeHead(404).end());
    const { crl } = services({ allowedUrls: [`${peer.url}/`] });
    expect(await refusal(crl(`${peer.url}/ca.crl`))).toBe('refused');
    await peer.close();
    expect(await refusal(crl(`${peer.url}/ca.crl`))).toBe('unreachable');
  });
});

describe('the TSA', () => {
  const reply = (response: Parameters<PeerAnswer>[1]) =>
    void response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(some);

  test('gets the request as it is', async () => {
    const peer = await peerThat((_, response) => reply(response));
    const { timestamp } = services({ tsaUrl: `${peer.url}/tsa` });
    expect(await timestamp?.(query)).toEqual(new Uint8Array(some));
    expect(peer.requests).toEqual([
      {
        method: 'POST',
        path: '/tsa',
        type: 'application/timestamp-query',
        authorization: '',
        body: Buffer.from(query),
      },
    ]);
  });

  test('is asked again when it fails or stays silent, three times in all', async () => {
    let count = 0;
    const recovering = await peerThat((_, response) => {
      count++;
      if (count === 1) response.writeHead(503).end();
      else if (count === 3) reply(response);
    });
    const patient = services({ tsaUrl: recovering.url, tsaTimeoutMs: 150 });
    expect(await patient.timestamp?.(query)).toEqual(new Uint8Array(some));

    const broken = await peerThat((_, response) => void response.writeHead(500).end());
    const { timestamp } = services({ tsaUrl: broken.url });
    expect(await refusal(timestamp?.(query) ?? Promise.resolve())).toBe('failed');
    expect(broken.requests).toHaveLength(3);
  });

  test('is not asked again when it refuses', async () => {
    const peer = await peerThat((_, response) => void response.writeHead(403).end());
    const { timestamp } = services({ tsaUrl: peer.url });
    expect(await refusal(timestamp?.(query) ?? Promise.resolve())).toBe('refused');
    expect(peer.requests).toHaveLength(1);
  });

  test('never has more than four questions at once', async () => {
    let open = 0;
    let most = 0;
    const held: (() => void)[] = [];
    const peer = await peerThat((_, response) => {
      open++;
      most = Math.max(most, open);
      held.push(() => {
        open--;
        reply(response);
      });
    });
    const { timestamp } = services({ tsaUrl: peer.url, tsaTimeoutMs: 30_000 });
    const answers = Array.from({ length: 10 }, () => timestamp?.(query));
    let answeredCount = 0;
    while (answeredCount < 10) {
      await vi.waitFor(() => expect(held.length).toBe(Math.min(4, 10 - answeredCount)));
      answeredCount += held.length;
      for (const release of held.splice(0)) release();
    }
    expect(await Promise.all(answers)).toHaveLength(10);
    expect(most).toBe(4);
  });
});

describe('answers that are kept', () => {
  const now = new Date('2026-11-22T02:00:00Z');
  const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

  /** As far as this gate looks into a CRL. */
  const crlUntil = (nextUpdate: Date) =>
    sequence(sequence(integer(1), sequence(), sequence(), time(now), time(nextUpdate)), sequence());

  test('a CRL is asked for once by everybody at the same time, and again when it is stale', async () => {
    let clock = now;
    const peer = await peerWith(crlUntil(later(10)), crlType);
    const { crl } = services({ allowedUrls: [`${peer.url}/`] }, { now: () => clock });
    await Promise.all(Array.from({ length: 20 }, () => crl(`${peer.url}/ca.crl`)));
    clock = later(9);
    await crl(`${peer.url}/ca.crl`);
    expect(peer.requests).toHaveLength(1);
    clock = later(10);
    await crl(`${peer.url}/ca.crl`);
    expect(peer.requests).toHaveLength(2);
  });

  test('a CRL of a week is fetched anew after a quarter of an hour: somebody may be revoked', async () => {
    let clock = now;
    const peer = await peerWith(crlUntil(later(7 * 24 * 60)), crlType);
    const { crl } = services({ allowedUrls: [`${peer.url}/`] }, { now: () => clock });
    await crl(`${peer.url}/ca.crl`);
    clock = later(16);
    await crl(`${peer.url}/ca.crl`);
    expect(peer.requests).toHaveLength(2);
  });

  test('OCSP is asked once for the very same question, until its answer is stale', async () => {
    const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
    const sources = { now, random };
    const authority = await createDemoAuthority(sources);
    const responder = await issueDemoOcspCertificate(authority, sources);
    const signer = { commonName: 'Trần Minh Hà', keyType: 'ec' as const };
    const { certificate } = await issueDemoCertificate(authority, signer, sources);
    const ask = (nonce: Uint8Array | null) =>
      buildOcspRequest({
        certificate: parseCertificate(certificate),
        issuer: parseCertificate(authority.certificate),
        nonce,
      });
    let clock = now;
    const peer = await peerThat(async ({ body }, response) => {
      const settings = { ...responder, issuer: authority.certificate, validForMs: 10 * 60_000 };
      const answer = await answerOcspRequest(body, settings, () => ({ status: 'good' }), clock);
      response.writeHead(200, { 'content-type': 'application/ocsp-response' }).end(answer);
    });
    const { ocsp } = services({ allowedUrls: [`${peer.url}/`] }, { now: () => clock });
    const question = await ask(null);
    await ocsp(`${peer.url}/`, question);
    clock = later(9);
    await ocsp(`${peer.url}/`, question);
    expect(peer.requests).toHaveLength(1);
    await ocsp(`${peer.url}/`, await ask(random(16)));
    expect(peer.requests).toHaveLength(2);
    clock = later(11);
    await ocsp(`${peer.url}/`, question);
    expect(peer.requests).toHaveLength(3);
  });

  test('OCSP that could not answer is asked again', async () => {
    const tryLater = sequence(enumerated(3));
    const peer = await peerWith(tryLater, 'application/ocsp-response');
    const { ocsp } = services({ allowedUrls: [`${peer.url}/`] }, { now: () => now });
    await ocsp(`${peer.url}/`, query);
    await ocsp(`${peer.url}/`, query);
    expect(peer.requests).toHaveLength(2);
  });

  test('a failure is not kept', async () => {
    let isThere = false;
    const peer = await peerThat((_, response) => {
      if (isThere) response.writeHead(200, { 'content-type': crlType }).end(crlUntil(later(10)));
      else response.writeHead(500).end();
    });
    const { crl } = services({ allowedUrls: [`${peer.url}/`] }, { now: () => now });
    expect(await refusal(crl(`${peer.url}/ca.crl`))).toBe('failed');
    isThere = true;
    expect(await crl(`${peer.url}/ca.crl`)).toEqual(new Uint8Array(crlUntil(later(10))));
  });
});
