import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { runTool, temporaryFolder } from '#support/outside-tools.ts';
import {
  daysFromNow,
  newAuthority,
  newPerson,
  NOW,
  pemOf,
  type Holder,
} from '#support/test-authority.ts';
import { signCrl, signOcspResponse, type OcspInput } from '#support/test-revocation.ts';
import { latin1 } from '../bytes.ts';
import { extension } from '../certificates/create-certificate.ts';
import { enumerated, octetString, sequence } from '../der/der-writer.ts';
import { oids } from '../der/oids.ts';
import { buildOcspRequest, hasFittingNonce, readOcspResponse } from './ocsp.ts';
import { checkRevocation } from './revocation.ts';

let root: Holder;
let authority: Holder;
let person: Holder;

beforeAll(async () => {
  root = await newAuthority('Gốc');
  authority = await newAuthority('CA', { issuer: root });
  person = await newPerson(authority, 'Trần Minh Hà');
});

type Options = { at?: Date; crls?: readonly Uint8Array[] };

async function statusBy(answers: readonly Partial<OcspInput>[], options: Options = {}) {
  const defaults = { certificate: person.certificate, issuer: authority };
  return judge(
    await Promise.all(answers.map((answer) => signOcspResponse({ ...defaults, ...answer }))),
    options,
  );
}

function judge(ocspResponses: readonly Uint8Array[], { at = NOW, crls = [] }: Options = {}) {
  return checkRevocation(
    person.certificate,
    authority.certificate,
    { crls, ocspResponses },
    { at, trustAnchors: [root.certificate], certificates: [authority.certificate] },
  );
}

const isUnknown = (...problems: string[]) => ({ status: 'unknown', problems });
const responder = (input: Parameters<typeof newPerson>[2] = {}) =>
  newPerson(authority, 'OCSP', { extendedKeyUsage: [oids.ocspSigning], ...input });

describe('an answer', () => {
  test.each([
    ['by name', {}],
    ['by its key', { isByKeyHash: true }],
    ['naming the certificate with SHA-256', { digest: 'SHA-256' as const }],
  ])('of the issuer itself is believed, %s', async (_, input) => {
    expect(await statusBy([input])).toMatchObject({
      status: 'good',
      source: 'ocsp',
      nextUpdate: daysFromNow(1),
    });
  });

  test('says since when and why a certificate is revoked', async () => {
    const status = { revokedAt: daysFromNow(-5), reason: 'keyCompromise' } as const;

    expect(await statusBy([{ status }])).toMatchObject({ ...status, status: 'revoked' });
    expect(await statusBy([{ status }], { at: daysFromNow(-6) })).toMatchObject({
      status: 'good',
      revokedLater: status,
    });
  });

  test('about another certificate, or one of another authority, is no evidence', async () => {
    const other = await newPerson(authority, 'An');
    const namesake = await newAuthority('CA', { issuer: root });

    expect(await statusBy([{ certificate: other.certificate }])).toEqual(isUnknown('NO_EVIDENCE'));
    expect(await statusBy([{ issuer: namesake }])).toEqual(isUnknown('NO_EVIDENCE'));
  });

  test('that the responder does not have, or refuses, says nothing', async () => {
    expect(await statusBy([{ status: 'unknown' }])).toEqual(
      isUnknown('CERTIFICATE_UNKNOWN_TO_RESPONDER'),
    );
    expect(await judge([sequence(enumerated(3))])).toEqual(isUnknown('RESPONDER_REFUSED'));
    expect(await judge([latin1('<html>502 Bad Gateway</html>')])).toEqual(
      isUnknown('EVIDENCE_UNREADABLE'),
    );
  });

  test('that should have been renewed by now is too old', async () => {
    const thisUpdate = daysFromNow(-3);

    expect(await statusBy([{ thisUpdate, nextUpdate: daysFromNow(-1) }])).toEqual(
      isUnknown('EVIDENCE_OUTDATED'),
    );
    expect(await statusBy([{ thisUpdate, nextUpdate: null }])).toEqual(
      isUnknown('EVIDENCE_OUTDATED'),
    );
    expect(
      await statusBy([{ thisUpdate, nextUpdate: daysFromNow(-1) }], { at: daysFromNow(-2) }),
    ).toMatchObject({ status: 'good' });
  });

  test('with a critical extension that nobody knows is not used', async () => {
    const unknown = extension('2.25.7', octetString(latin1('?')), true);

    expect(await statusBy([{ extensions: [unknown] }])).toEqual(
      isUnknown('EVIDENCE_CRITICAL_EXTENSION_UNKNOWN'),
    );
  });

  test('that was changed on the way is not believed', async () => {
    const status = { revokedAt: daysFromNow(-5), reason: 'keyCompromise' } as const;
    const response = await signOcspResponse({
      certificate: person.certificate,
      issuer: authority,
      status,
    });
    const changed = response.slice();
    const year = Buffer.from(changed).indexOf('20261117');
    changed[year + 3] = '9'.charCodeAt(0);

    expect(year).toBeGreaterThan(0);
    expect(await judge([changed])).toEqual(isUnknown('EVIDENCE_SIGNATURE_WRONG'));
  });
});

describe('a delegated responder', () => {
  test('is believed when the same issuer certified it for OCSP', async () => {
    const plain = await responder();
    const unchecked = await responder({
      services: { crl: 'http://crl.example/ca.crl' },
      hasOcspNoCheck: true,
    });

    expect(await statusBy([{ responder: plain }])).toMatchObject({ status: 'good' });
    expect(await statusBy([{ responder: unchecked }])).toMatchObject({ status: 'good' });
  });

  test.each([
    ['is not certified for OCSP', () => newPerson(authority, 'OCSP')],
    [
      'may do anything but was not named for OCSP',
      () => responder({ extendedKeyUsage: [oids.anyExtendedKeyUsage] }),
    ],
    [
      'was certified by another authority',
      () => newPerson(root, 'OCSP', { extendedKeyUsage: [oids.ocspSigning] }),
    ],
    ['has expired', () => responder({ notAfter: daysFromNow(-1) })],
  ])('is refused when it %s', async (_, create) => {
    expect(await statusBy([{ responder: await create() }])).toEqual(
      isUnknown('EVIDENCE_SIGNER_NOT_ALLOWED'),
    );
  });

  test('whose issuer publishes its status must not be revoked', async () => {
    const listed = await responder({ services: { crl: 'http://crl.example/ca.crl' } });
    const own = { certificate: person.certificate };
    const crl = await signCrl({
      signer: authority,
      revoked: [{ certificate: listed.certificate }],
    });
    const answers = [{ ...own, responder: listed }];

    expect(await statusBy(answers)).toEqual(isUnknown('EVIDENCE_SIGNER_STATUS_UNKNOWN'));
    // The newer answer would have counted: the CRL that revokes its signer speaks for the person too.
    expect(await statusBy(answers, { crls: [crl] })).toMatchObject({
      status: 'good',
      source: 'crl',
    });
  });

  test('may be younger than the time asked about', async () => {
    const young = await responder({ notBefore: daysFromNow(-1) });

    expect(await statusBy([{ responder: young }], { at: daysFromNow(-100) })).toMatchObject({
      status: 'good',
    });
  });
});

describe('an answer and a CRL that disagree', () => {
  test('a revocation for good outweighs a newer good answer', async () => {
    const crls = [
      await signCrl({
        signer: authority,
        revoked: [{ certificate: person.certificate, reason: 'keyCompromise' }],
      }),
    ];

    expect(await statusBy([{}], { crls })).toMatchObject({ status: 'revoked', source: 'crl' });
  });

  test('a suspension is over when a newer answer says so', async () => {
    const crls = [
      await signCrl({
        signer: authority,
        revoked: [{ certificate: person.certificate, reason: 'certificateHold' }],
      }),
    ];

    expect(await statusBy([{}], { crls })).toMatchObject({ status: 'good', source: 'ocsp' });
    expect(await statusBy([{ thisUpdate: daysFromNow(-2) }], { crls })).toMatchObject({
      status: 'revoked',
      reason: 'certificateHold',
    });
  });
});

test('an answer to somebody else is told by its nonce', async () => {
  const ours = Uint8Array.from({ length: 16 }, (_, index) => index);
  const theirs = ours.map((octet) => octet + 1);
  const defaults = { certificate: person.certificate, issuer: authority };
  const nonces = await Promise.all(
    [{ nonce: ours }, { nonce: theirs }, {}].map(async (input) => {
      const response = readOcspResponse(await signOcspResponse({ ...defaults, ...input }));
      return response.status === 'successful' && hasFittingNonce(response, ours);
    }),
  );

  // Many responders leave the nonce out.
  expect(nonces).toEqual([true, false, true]);
});

test.each(['SHA-1', 'SHA-256'] as const)(
  'OpenSSL answers our request with %s, and we believe its answer',
  async (digest) => {
    using folder = temporaryFolder();
    const exportKey = async ({ keys }: Holder) =>
      new Uint8Array(await crypto.subtle.exportKey('pkcs8', keys.privateKey));
    const nonce = crypto.getRandomValues(new Uint8Array(16));
    const request = await buildOcspRequest({
      certificate: person.certificate,
      issuer: authority.certificate,
      nonce,
      digest,
    });
    const ca = folder.write('ca.pem', pemOf(authority.certificate.der));
    const key = folder.write('ca.key', pemOf(await exportKey(authority), 'PRIVATE KEY'));
    const serial = person.certificate.serialNumber.toUpperCase();
    const answer = async (line: string) => {
      const options = [
        ...['-index', folder.write('index.txt', `${line}\n`), '-CA', ca],
        ...['-rsigner', ca, '-rkey', key, '-ndays', '1', '-resp_no_certs'],
        ...['-reqin', folder.write('request.der', request)],
      ];
      runTool('openssl', 'ocsp', ...options, '-respout', folder.write('response.der', ''));
      return new Uint8Array(readFileSync(`${folder.path}/response.der`));
    };
    const subject = '/C=VN/CN=An';
    const valid = await answer(`V\t281231000000Z\t\t${serial}\tunknown\t${subject}`);
    const revoked = await answer(
      `R\t281231000000Z\t200101000000Z,keyCompromise\t${serial}\tunknown\t${subject}`,
    );
    const response = readOcspResponse(valid);
    const at = new Date();

    expect(response.status === 'successful' && response.nonce).toEqual(nonce);
    expect(await judge([valid], { at })).toMatchObject({ status: 'good', source: 'ocsp' });
    expect(await judge([revoked], { at })).toMatchObject({
      status: 'revoked',
      revokedAt: new Date('2020-01-01T00:00:00Z'),
      reason: 'keyCompromise',
    });
    const text = execFileSync(
      'openssl',
      ['ocsp', '-reqin', folder.write('request.der', request), '-req_text'],
      { encoding: 'utf8' },
    );
    expect(text).toContain(serial);
  },
);
