import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  daysFromNow,
  generalName,
  inhibitAnyPolicy,
  nameConstraints,
  newAuthority,
  newPerson,
  NOW,
  policyConstraints,
  policyMappings,
  subjectAltNames,
  type Holder,
  pemOf,
  type HolderInput,
} from '#support/test-authority.ts';
import { latin1 } from '../bytes.ts';
import { parseCertificate } from '../certificate.ts';
import { extension } from '../certificates/create-certificate.ts';
import { octetString } from '../der/der-writer.ts';
import { oids } from '../der/oids.ts';
import { validatePath, type PathInput, type PathProblem } from './validate-path.ts';

let folder: string;
let root: Holder;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'path-'));
  root = await newAuthority('Root');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A path of root, one CA under it and a person under that. */
async function pathOf(ca: Partial<HolderInput>, person: Partial<HolderInput> = {}) {
  const authority = await newAuthority('CA', { issuer: root, ...ca });
  const leaf = await newPerson(authority, 'Nguyễn Văn An', person);
  return [leaf.certificate, authority.certificate, root.certificate];
}

async function problemsOf(
  path: Parameters<typeof validatePath>[0],
  input: Partial<PathInput> = {},
): Promise<PathProblem[]> {
  const verdict = await validatePath(path, { at: NOW, ...input });
  return verdict.isValid ? [] : verdict.findings.map(({ problem }) => problem);
}

/** What `openssl verify` says of the same path at the same time. */
function isValidForOpenssl(path: Parameters<typeof validatePath>[0], ...options: string[]) {
  const files = path.map(({ der }, index) => {
    const file = join(folder, `${index}.pem`);
    writeFileSync(file, pemOf(der));
    return file;
  });
  const between = files.slice(1, -1).flatMap((file) => ['-untrusted', file]);
  const time = `${NOW.getTime() / 1000}`;
  const { status, stderr } = spawnSync(
    'openssl',
    [
      ...['verify', '-x509_strict', '-attime', time, '-CAfile', files.at(-1) ?? '', ...between],
      ...options,
      files[0] ?? '',
    ],
    { encoding: 'utf8' },
  );
  if (status !== 0 && !stderr.includes('verification failed')) throw new Error(stderr);
  return status === 0;
}

const mailbox = (address: string) => ({
  furtherExtensions: [subjectAltNames(generalName.email(address))],
});
const host = (name: string) => ({
  furtherExtensions: [subjectAltNames(generalName.dns(name))],
});
const permitted = (...names: Uint8Array[]) => ({
  furtherExtensions: [nameConstraints({ permitted: names })],
});
const excluded = (...names: Uint8Array[]) => ({
  furtherExtensions: [nameConstraints({ excluded: names })],
});

const cases: [string, Partial<HolderInput>, Partial<HolderInput>, PathProblem | null][] = [
  ['nothing is wrong', {}, {}, null],
  [
    'the CA has expired',
    { notAfter: daysFromNow(-1) },
    { notAfter: daysFromNow(-1) },
    'CERTIFICATE_EXPIRED',
  ],
  ['the CA is not yet in force', { notBefore: daysFromNow(1) }, {}, 'CERTIFICATE_NOT_YET_VALID'],
  ['the issuer is no CA', { certificateAuthority: undefined }, {}, 'ISSUER_NOT_A_CA'],
  ['the issuer may only sign CRLs', { keyUsage: ['cRLSign'] }, {}, 'ISSUER_MAY_NOT_ISSUE'],
  [
    'the CA has a critical extension that nobody knows',
    { furtherExtensions: [extension('2.25.1', octetString(latin1('?')), true)] },
    {},
    'UNKNOWN_CRITICAL_EXTENSION',
  ],
  [
    'the person has an extension that is not critical and no ASN.1',
    {},
    { furtherExtensions: [extension('2.25.1', latin1('?'))] },
    null,
  ],
  [
    'the person is of the domain that the CA may issue for',
    permitted(generalName.directory({ country: 'VN', commonName: 'nguyễn  văn an' })),
    {},
    null,
  ],
  [
    'the person is of another country than the CA may issue for',
    permitted(generalName.directory({ country: 'LA', commonName: '' })),
    {},
    'NAME_NOT_PERMITTED',
  ],
  [
    'the person is of a country that the CA must not issue for',
    excluded(generalName.directory({ country: 'VN', commonName: '' })),
    {},
    'NAME_EXCLUDED',
  ],
  [
    'a mailbox at the permitted host',
    permitted(generalName.email('so.gov.vn')),
    mailbox('a@SO.gov.vn'),
    null,
  ],
  [
    'a mailbox below the permitted host',
    permitted(generalName.email('gov.vn')),
    mailbox('a@so.gov.vn'),
    'NAME_NOT_PERMITTED',
  ],
  [
    'a mailbox below the permitted domain',
    permitted(generalName.email('.gov.vn')),
    mailbox('a@so.gov.vn'),
    null,
  ],
  [
    'a mailbox at the excluded host',
    excluded(generalName.email('so.gov.vn')),
    mailbox('a@so.gov.vn'),
    'NAME_EXCLUDED',
  ],
  [
    'a mailbox in the subject, where older certificates have it',
    permitted(generalName.email('gov.vn')),
    { name: { country: 'VN', commonName: 'An', email: 'an@example.com' } },
    'NAME_NOT_PERMITTED',
  ],
  [
    'a host below the permitted domain',
    permitted(generalName.dns('gov.vn')),
    host('so.gov.vn'),
    null,
  ],
  [
    'a host that only ends alike',
    permitted(generalName.dns('gov.vn')),
    host('notgov.vn'),
    'NAME_NOT_PERMITTED',
  ],
  [
    'a host below the excluded domain',
    excluded(generalName.dns('gov.vn')),
    host('so.GOV.vn'),
    'NAME_EXCLUDED',
  ],
  [
    'an address inside the permitted network',
    permitted(generalName.ip(10, 1, 0, 0, 255, 255, 0, 0)),
    { furtherExtensions: [subjectAltNames(generalName.ip(10, 1, 7, 7))] },
    null,
  ],
  [
    'an address outside the permitted network',
    permitted(generalName.ip(10, 1, 0, 0, 255, 255, 0, 0)),
    { furtherExtensions: [subjectAltNames(generalName.ip(10, 2, 7, 7))] },
    'NAME_NOT_PERMITTED',
  ],
  [
    'a URI at the permitted host',
    permitted(generalName.uri('so.gov.vn')),
    { furtherExtensions: [subjectAltNames(generalName.uri('https://so.gov.vn:8443/a'))] },
    null,
  ],
  [
    'a URI below the excluded domain',
    excluded(generalName.uri('.gov.vn')),
    { furtherExtensions: [subjectAltNames(generalName.uri('https://so.gov.vn/a'))] },
    'NAME_EXCLUDED',
  ],
];

test.each(cases)('%s', async (_, ca, person, problem) => {
  const path = await pathOf(ca, person);

  const problems = await problemsOf(path);

  if (problem) expect(problems).toContain(problem);
  else expect(problems).toEqual([]);
  expect(isValidForOpenssl(path)).toBe(problem === null);
});

test('everything that is wrong is told, with the certificate it concerns', async () => {
  const path = await pathOf(
    { keyUsage: ['cRLSign'], notAfter: daysFromNow(-1) },
    { notAfter: daysFromNow(-2) },
  );

  expect(await validatePath(path, { at: NOW })).toEqual({
    isValid: false,
    findings: [
      { problem: 'CERTIFICATE_EXPIRED', position: 1 },
      { problem: 'ISSUER_MAY_NOT_ISSUE', position: 1 },
      { problem: 'CERTIFICATE_EXPIRED', position: 0 },
    ],
  });
});

test('a CA issues no deeper than every CA above it allows', async () => {
  const first = await newAuthority('CA 1', {
    issuer: root,
    certificateAuthority: { pathLength: 1 },
  });
  const second = await newAuthority('CA 2', { issuer: first });
  const third = await newAuthority('CA 3', { issuer: second });
  const above = [first.certificate, root.certificate];
  const shallow = [(await newPerson(second, 'An')).certificate, second.certificate, ...above];
  const deep = [
    (await newPerson(third, 'An')).certificate,
    third.certificate,
    second.certificate,
    ...above,
  ];

  expect(await problemsOf(shallow)).toEqual([]);
  expect(await problemsOf(deep)).toEqual(['PATH_TOO_LONG']);
  expect([isValidForOpenssl(shallow), isValidForOpenssl(deep)]).toEqual([true, false]);
});

test('a certificate under another name or key than its issuer has is refused', async () => {
  const [leaf, ca, anchor] = await pathOf({});
  const twin = await newAuthority('CA', { issuer: root });
  const stranger = await newAuthority('CA khác', { issuer: root });
  if (!leaf || !ca || !anchor) throw new Error('The path is incomplete');

  expect(await problemsOf([leaf, twin.certificate, anchor])).toEqual([
    'CERTIFICATE_SIGNATURE_WRONG',
  ]);
  expect(await problemsOf([leaf, stranger.certificate, anchor])).toEqual(['ISSUER_NAME_DIFFERENT']);
});

test('an anchor that limits the names below it is held to it', async () => {
  const limited = await newAuthority('Gốc của một tỉnh', permitted(generalName.dns('tinh.gov.vn')));
  const inside = await newPerson(limited, 'An', host('so.tinh.gov.vn'));
  const outside = await newPerson(limited, 'An', host('so.gov.vn'));

  expect(await problemsOf([inside.certificate, limited.certificate])).toEqual([]);
  expect(await problemsOf([outside.certificate, limited.certificate])).toEqual([
    'NAME_NOT_PERMITTED',
  ]);
});

describe('certificate policies', () => {
  const gold = '2.25.100';
  const silver = '2.25.200';

  test('a policy that is asked for has to be stated all the way', async () => {
    const both = await pathOf({ certificatePolicies: [gold] }, { certificatePolicies: [gold] });
    const leafOnly = await pathOf({}, { certificatePolicies: [gold] });
    const other = await pathOf({ certificatePolicies: [gold] }, { certificatePolicies: [silver] });
    const explicit = { requireExplicitPolicy: true, acceptedPolicies: [gold] };

    expect(await validatePath(both, { at: NOW, ...explicit })).toEqual({
      isValid: true,
      policies: [gold],
    });
    expect(await problemsOf(leafOnly, explicit)).toContain('POLICY_NOT_ACCEPTED');
    expect(await problemsOf(other, explicit)).toContain('POLICY_NOT_ACCEPTED');
    expect(await problemsOf(other)).toEqual([]);
    const asked = ['-policy_check', '-explicit_policy', '-policy', gold];
    expect([both, leafOnly, other].map((path) => isValidForOpenssl(path, ...asked))).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('anyPolicy stands for every policy until a CA forbids it', async () => {
    const any = { certificatePolicies: [oids.anyPolicy] };
    const open = await pathOf(any, { certificatePolicies: [gold] });
    const closed = await pathOf({ ...any, furtherExtensions: [inhibitAnyPolicy(0)] }, any);
    const explicit = { requireExplicitPolicy: true };

    expect(await problemsOf(open, explicit)).toEqual([]);
    expect(await problemsOf(open, { ...explicit, inhibitAnyPolicy: true })).toContain(
      'POLICY_NOT_ACCEPTED',
    );
    expect(await problemsOf(closed, explicit)).toContain('POLICY_NOT_ACCEPTED');
  });

  test('a mapped policy counts as the one of the issuer, unless mapping is forbidden', async () => {
    const mapping = policyMappings([gold, silver]);
    const path = await pathOf(
      { certificatePolicies: [gold], furtherExtensions: [mapping] },
      { certificatePolicies: [silver] },
    );
    const forbidden = await pathOf(
      {
        certificatePolicies: [gold],
        furtherExtensions: [
          mapping,
          policyConstraints({ requireExplicitPolicy: 0, inhibitPolicyMapping: 0 }),
        ],
      },
      { certificatePolicies: [silver] },
    );

    expect(await validatePath(path, { at: NOW })).toMatchObject({ policies: [gold] });
    // The constraint binds the certificates after the one that states it.
    expect(await problemsOf(forbidden)).toEqual([]);
    expect(
      await problemsOf(path, { requireExplicitPolicy: true, inhibitPolicyMapping: true }),
    ).toContain('POLICY_NOT_ACCEPTED');
  });

  test('a mapping from or to anyPolicy is refused', async () => {
    const path = await pathOf({
      certificatePolicies: [gold],
      furtherExtensions: [policyMappings([gold, oids.anyPolicy])],
    });

    expect(await problemsOf(path)).toContain('POLICY_MAPPING_WRONG');
  });

  test('certificates that map every policy to every other do not make the work grow', async () => {
    const policies = Array.from({ length: 24 }, (_, index) => `2.25.${1000 + index}`);
    const all = policies.flatMap((from) => policies.map((to) => [from, to] as const));
    let issuer = root;
    const path = [root.certificate];
    for (let depth = 0; depth < 6; depth++) {
      issuer = await newAuthority(`CA ${depth}`, {
        issuer,
        certificatePolicies: policies,
        furtherExtensions: [policyMappings(...all)],
      });
      path.unshift(issuer.certificate);
    }
    const person = await newPerson(issuer, 'An', { certificatePolicies: policies });

    // A tree in place of the graph would have 24^7 leaves and never come back.
    const verdict = await validatePath([person.certificate, ...path], {
      at: NOW,
      requireExplicitPolicy: true,
    });

    expect(verdict).toMatchObject({ isValid: true });
  });
});

test('DSA certificates of old authorities are verified, changed ones are not', async () => {
  const file = (name: string) => join(folder, name);
  const openssl = (...options: string[]) => execFileSync('openssl', options, { stdio: 'pipe' });
  const parameters = ['-algorithm', 'DSA', '-pkeyopt', 'pbits:1024', '-pkeyopt', 'qbits:160'];
  openssl('genpkey', '-genparam', ...parameters, '-out', file('dsa.pem'));
  openssl('genpkey', '-paramfile', file('dsa.pem'), '-out', file('dsa.key'));
  const newRoot = [
    '-x509',
    '-key',
    file('dsa.key'),
    '-subj',
    '/CN=DSA',
    '-days',
    '3650',
    '-sha256',
  ];
  openssl('req', ...newRoot, '-outform', 'DER', '-out', file('dsa.der'));
  const der = new Uint8Array(readFileSync(file('dsa.der')));
  const changed = der.slice();
  // First the issuer's name, then the subject's.
  const issuerAt = Buffer.from(changed).indexOf('DSA');
  changed[Buffer.from(changed).indexOf('DSA', issuerAt + 1)] = 'E'.charCodeAt(0);
  const [good, bad] = [der, changed].map(parseCertificate);
  if (!good || !bad) throw new Error('No certificates');
  const today = { at: new Date(good.notBefore.getTime() + 1000) };

  expect(await problemsOf([good, good], today)).toEqual([]);
  expect(await problemsOf([bad, good], today)).toEqual(['CERTIFICATE_SIGNATURE_WRONG']);
});
