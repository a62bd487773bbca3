import { spawnSync } from 'node:child_process';
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
import {
  crlIssuedBy,
  issuingDistributionPoint,
  signCrl,
  type CrlInput,
  type RevokedInput,
} from '#support/test-revocation.ts';
import { latin1 } from '../bytes.ts';
import { extension } from '../certificates/create-certificate.ts';
import { generalizedTime, octetString } from '../der/der-writer.ts';
import { oids } from '../der/oids.ts';
import { checkRevocation } from './revocation.ts';

let root: Holder;
let authority: Holder;
let person: Holder;

beforeAll(async () => {
  root = await newAuthority('Gốc');
  authority = await newAuthority('CA', { issuer: root });
  person = await newPerson(authority, 'Trần Minh Hà');
});

/** The person's status by these CRLs, the authority being the signer unless said otherwise. */
async function statusBy(
  lists: readonly Partial<CrlInput>[],
  options: { at?: Date; holder?: Holder; others?: readonly Holder[] } = {},
) {
  const { at = NOW, holder = person, others = [] } = options;
  const crls = await Promise.all(lists.map((list) => signCrl({ signer: authority, ...list })));
  return checkRevocation(
    holder.certificate,
    authority.certificate,
    { crls, ocspResponses: [] },
    {
      at,
      trustAnchors: [root.certificate],
      certificates: [authority, ...others].map(({ certificate }) => certificate),
    },
  );
}

const revoked = (input: Partial<RevokedInput> = {}) => ({
  revoked: [{ certificate: person.certificate, ...input }],
});
const isUnknown = (...problems: string[]) => ({ status: 'unknown', problems });

describe('one CRL', () => {
  test('that does not list the certificate says that it is good', async () => {
    expect(await statusBy([{}])).toMatchObject({
      status: 'good',
      source: 'crl',
      producedAt: daysFromNow(-1),
      nextUpdate: daysFromNow(6),
      revokedLater: null,
    });
  });

  test('that lists it says since when and why', async () => {
    expect(await statusBy([revoked({ reason: 'keyCompromise' })])).toMatchObject({
      status: 'revoked',
      revokedAt: daysFromNow(-10),
      reason: 'keyCompromise',
      source: 'crl',
    });
  });

  test('made later shows that the certificate was still good at the time asked about', async () => {
    const at = daysFromNow(-30);

    expect(await statusBy([revoked({ reason: 'superseded' })], { at })).toMatchObject({
      status: 'good',
      revokedLater: { revokedAt: daysFromNow(-10), reason: 'superseded' },
    });
  });

  test('says nothing once the next one is due, nor after a day when no next one is promised', async () => {
    expect(await statusBy([{ nextUpdate: daysFromNow(-0.5) }])).toEqual(
      isUnknown('EVIDENCE_OUTDATED'),
    );
    expect(await statusBy([{ nextUpdate: null, thisUpdate: daysFromNow(-2) }])).toEqual(
      isUnknown('EVIDENCE_OUTDATED'),
    );
    expect(await statusBy([{ nextUpdate: null, thisUpdate: daysFromNow(-0.5) }])).toMatchObject({
      status: 'good',
    });
  });

  test('that is too old still tells of a revocation for good, not of a suspension', async () => {
    const old = { thisUpdate: daysFromNow(-5), nextUpdate: daysFromNow(-4) };

    expect(await statusBy([{ ...old, ...revoked({ reason: 'superseded' }) }])).toMatchObject({
      status: 'revoked',
    });
    expect(await statusBy([{ ...old, ...revoked({ reason: 'certificateHold' }) }])).toEqual(
      isUnknown('EVIDENCE_OUTDATED'),
    );
  });

  test('made after the certificate expired says nothing, unless it keeps the expired ones', async () => {
    const expired = await newPerson(authority, 'An', { notAfter: daysFromNow(-20) });
    const options = { at: daysFromNow(-30), holder: expired };
    const kept = extension(oids.expiredCertsOnCrl, generalizedTime(daysFromNow(-100)));

    expect(await statusBy([{}], options)).toEqual(isUnknown('EVIDENCE_AFTER_EXPIRY'));
    expect(await statusBy([{ extensions: [kept] }], options)).toMatchObject({ status: 'good' });
  });

  test('with a critical extension that nobody knows is not used, nor one with such an entry', async () => {
    const unknown = extension('2.25.7', octetString(latin1('?')), true);
    const problem = isUnknown('EVIDENCE_CRITICAL_EXTENSION_UNKNOWN');
    const other = await newPerson(authority, 'An');

    expect(await statusBy([{ extensions: [unknown] }])).toEqual(problem);
    expect(
      await statusBy([{ revoked: [{ certificate: other.certificate, extensions: [unknown] }] }]),
    ).toEqual(problem);
  });

  test('for CA certificates only, or for another place, says nothing about a person', async () => {
    const scopes = [
      issuingDistributionPoint({ onlyCaCertificates: true }),
      issuingDistributionPoint({ uri: 'http://crl.example/other.crl' }),
    ];

    for (const scope of scopes) {
      expect(await statusBy([{ extensions: [scope] }])).toEqual(isUnknown('EVIDENCE_OUT_OF_SCOPE'));
    }
    const forUsers = issuingDistributionPoint({ onlyUserCertificates: true });
    expect(await statusBy([{ extensions: [forUsers] }])).toMatchObject({ status: 'good' });
  });

  test('of another authority, or none at all, is no evidence', async () => {
    expect(await statusBy([])).toEqual(isUnknown('NO_EVIDENCE'));
    expect(await statusBy([{ signer: root }])).toEqual(isUnknown('NO_EVIDENCE'));
  });
});

describe('who signed a CRL', () => {
  test('an authority of the same name under another root is not believed', async () => {
    const foreignRoot = await newAuthority('Gốc giả');
    const namesake = await newAuthority('CA', { issuer: foreignRoot });

    expect(await statusBy([{ signer: namesake }])).toEqual(isUnknown('EVIDENCE_SIGNATURE_WRONG'));
    expect(await statusBy([{ signer: namesake }], { others: [namesake, foreignRoot] })).toEqual(
      isUnknown('EVIDENCE_SIGNER_UNKNOWN'),
    );
  });

  test('the authority with another key is believed, as long as that key is not revoked', async () => {
    const crlKey = await newAuthority('CA', { issuer: root, keyUsage: ['cRLSign'] });
    const others = [crlKey];
    const ofRoot = { signer: root };
    const listed = { signer: root, revoked: [{ certificate: crlKey.certificate }] };

    expect(await statusBy([{ signer: crlKey }, ofRoot], { others })).toMatchObject({
      status: 'good',
    });
    expect(await statusBy([{ signer: crlKey }, listed], { others })).toEqual(
      isUnknown('EVIDENCE_SIGNER_REVOKED'),
    );
    expect(await statusBy([{ signer: crlKey }], { others })).toEqual(
      isUnknown('EVIDENCE_SIGNER_STATUS_UNKNOWN'),
    );
  });

  test('a key that may not sign CRLs is not believed', async () => {
    const signer = await newAuthority('CA', { issuer: root, keyUsage: ['keyCertSign'] });

    expect(await statusBy([{ signer }, { signer: root }], { others: [signer] })).toEqual(
      isUnknown('EVIDENCE_SIGNER_NOT_ALLOWED'),
    );
  });

  test('a CRL of the issuer that the certificate names is believed, if it says it is one', async () => {
    const name = { country: 'VN', commonName: 'Bên phát hành CRL' };
    const crlIssuer = await newAuthority(name.commonName, { issuer: root, keyUsage: ['cRLSign'] });
    const holder = await newPerson(authority, 'An', { furtherExtensions: [crlIssuedBy(name)] });
    const indirect = [issuingDistributionPoint({ isIndirect: true })];
    const options = { holder, others: [crlIssuer] };
    const entry = { certificate: holder.certificate, issuer: authority.name };

    expect(
      await statusBy([{ signer: crlIssuer, extensions: indirect }, { signer: root }], options),
    ).toMatchObject({ status: 'good' });
    expect(
      await statusBy(
        [{ signer: crlIssuer, extensions: indirect, revoked: [entry] }, { signer: root }],
        options,
      ),
    ).toMatchObject({ status: 'revoked' });
    expect(await statusBy([{ signer: crlIssuer }, { signer: root }], options)).toEqual(
      isUnknown('NO_EVIDENCE'),
    );
  });
});

describe('several CRLs', () => {
  test('a suspension that the newer one no longer lists is over', async () => {
    const older = { ...revoked({ reason: 'certificateHold' }), thisUpdate: daysFromNow(-3) };

    expect(await statusBy([older])).toMatchObject({
      status: 'revoked',
      reason: 'certificateHold',
    });
    expect(await statusBy([older, { number: 2 }])).toMatchObject({ status: 'good' });
  });

  test('a delta CRL adds to its base and lifts what the base lists', async () => {
    const base = { number: 5, thisUpdate: daysFromNow(-3) };
    const delta = { number: 7, baseNumber: 5 };
    const held = { ...base, ...revoked({ reason: 'certificateHold' }) };

    expect(await statusBy([base, { ...delta, ...revoked() }])).toMatchObject({
      status: 'revoked',
    });
    expect(
      await statusBy([held, { ...delta, ...revoked({ reason: 'removeFromCRL' }) }]),
    ).toMatchObject({ status: 'good', producedAt: daysFromNow(-1) });
    expect(await statusBy([held, delta])).toMatchObject({ status: 'revoked' });
  });

  test('a delta CRL alone, or for a newer base, says nothing', async () => {
    const delta = { number: 7, baseNumber: 6, ...revoked() };

    expect(await statusBy([delta])).toEqual(isUnknown('BASE_CRL_MISSING'));
    expect(await statusBy([{ number: 5 }, delta])).toMatchObject({ status: 'good' });
  });

  test('lists for some reasons only say that a certificate is good when they cover all', async () => {
    const part = (...onlyReasonBits: number[]) => ({
      extensions: [issuingDistributionPoint({ onlyReasonBits })],
    });

    expect(await statusBy([part(1, 2)])).toEqual(isUnknown('REASONS_NOT_COVERED'));
    expect(await statusBy([part(1, 2), part(3, 4, 5, 6, 7, 8)])).toMatchObject({
      status: 'good',
    });
    expect(await statusBy([part(1, 2), { ...part(3, 4, 5, 6, 7, 8), ...revoked() }])).toMatchObject(
      { status: 'revoked' },
    );
  });
});

test('a changed CRL is not believed, bytes that are none are told apart', async () => {
  const crl = await signCrl({ signer: authority, ...revoked() });
  const serial = Buffer.from(person.certificate.serialNumberDer);
  const changed = crl.slice();
  const at = Buffer.from(changed).indexOf(serial) + serial.length - 1;
  changed[at] = (changed[at] ?? 0) ^ 1;
  const input = { at: NOW, trustAnchors: [root.certificate], certificates: [] };
  const statusOf = (one: Uint8Array) =>
    checkRevocation(
      person.certificate,
      authority.certificate,
      { crls: [one], ocspResponses: [] },
      input,
    );

  expect(await statusOf(crl)).toMatchObject({ status: 'revoked' });
  expect(await statusOf(changed)).toEqual(isUnknown('EVIDENCE_SIGNATURE_WRONG'));
  expect(await statusOf(crl.subarray(0, -1))).toEqual(isUnknown('EVIDENCE_UNREADABLE'));
});

test('OpenSSL signs the same CRL that we read, and reads the one that is signed here', async () => {
  using folder = temporaryFolder();
  const key = await crypto.subtle.exportKey('pkcs8', authority.keys.privateKey);
  const ca = folder.write('ca.pem', pemOf(authority.certificate.der));
  const serial = person.certificate.serialNumber.toUpperCase();
  folder.write(
    'index.txt',
    `R\t281231000000Z\t200101000000Z,superseded\t${serial}\tunknown\t/CN=An\n`,
  );
  const configuration = folder.write(
    'openssl.cnf',
    [
      '[ca]\ndefault_ca = own\n[own]',
      `database = ${folder.path}/index.txt`,
      `crlnumber = ${folder.write('number', '05\n')}`,
      'default_md = sha256\ndefault_crl_days = 7\ncrl_extensions = list',
      '[list]\nauthorityKeyIdentifier = keyid',
    ].join('\n'),
  );
  const options = ['-config', configuration, '-gencrl', '-cert', ca];
  const keyFile = folder.write('ca.key', pemOf(new Uint8Array(key), 'PRIVATE KEY'));
  runTool('openssl', 'ca', ...options, '-keyfile', keyFile, '-out', `${folder.path}/crl.pem`);
  runTool(
    'openssl',
    'crl',
    '-in',
    `${folder.path}/crl.pem`,
    '-outform',
    'DER',
    '-out',
    `${folder.path}/crl.der`,
  );
  const crl = new Uint8Array(readFileSync(`${folder.path}/crl.der`));
  const at = new Date();
  const input = { at, trustAnchors: [root.certificate], certificates: [] };
  const evidence = { crls: [crl], ocspResponses: [] };

  expect(
    await checkRevocation(person.certificate, authority.certificate, evidence, input),
  ).toMatchObject({
    status: 'revoked',
    revokedAt: new Date('2020-01-01T00:00:00Z'),
    reason: 'superseded',
  });
  const ours = folder.write('ours.der', await signCrl({ signer: authority, ...revoked() }));
  const judged = ['crl', '-inform', 'DER', '-in', ours, '-CAfile', ca, '-noout', '-text'];
  const { stdout, stderr } = spawnSync('openssl', judged, { encoding: 'utf8' });
  expect(stderr).toContain('verify OK');
  expect(stdout).toContain(serial);
});

test('of a list of many thousands the one entry is found', async () => {
  const template = person.certificate.serialNumberDer;
  const many = Array.from({ length: 20_000 }, (_, index) => {
    const serialNumberDer = template.slice();
    serialNumberDer.set([0x11, index >> 8, index & 0xff], serialNumberDer.length - 3);
    return { certificate: { ...person.certificate, serialNumberDer } };
  });
  const last = { certificate: person.certificate, reason: 'superseded' as const };

  expect(await statusBy([{ revoked: many }])).toMatchObject({ status: 'good' });
  expect(await statusBy([{ revoked: [...many, last] }])).toMatchObject({
    status: 'revoked',
    reason: 'superseded',
  });
});
