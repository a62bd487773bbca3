import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isPermitted, roles, type Permission, type Person, type Role } from '#lib/domain/access.ts';
import { defaultSigningProfiles } from '#lib/domain/default-signing-profiles.ts';
import { errorFromResponse } from '#lib/protocol/problem.ts';
import { pageAccess } from '#lib/server/http/page-access.ts';
import { listInventory } from '#lib/server/use-cases/list-inventory.ts';
import {
  changeAccount,
  createAccount,
  listAccounts,
} from '#lib/server/use-cases/manage-accounts.ts';
import { readContent } from '#lib/server/use-cases/read-content.ts';
import { readDocument, readStatus } from '#lib/server/use-cases/read-document.ts';
import { readSupervision } from '#lib/server/use-cases/read-supervision.ts';
import { searchDocuments } from '#lib/server/use-cases/search-documents.ts';
import { announcement } from '#support/announcement.ts';
import { allEndpoints, callEndpoint, type EndpointName } from '#support/endpoints.ts';
import { startTestStation, type DemoUsername, type TestStation } from '#support/station.ts';

let station: TestStation;
beforeAll(async () => {
  station = await startTestStation();
});
afterAll(() => station.stop());

const someId = '0b6c1f6e-6a55-4d0c-8a1e-2f2f3d1b9a01';
const sha = 'a'.repeat(64);

/** Every endpoint with what it asks for. One that is missing here fails the test. */
const endpoints = {
  'GET health': null,
  'POST sign-out': null,
  'GET auth/[...path]': null,
  'POST auth/[...path]': null,
  'GET catalogue': { permission: 'document.digitize' },
  'GET documents': { permission: 'document.read' },
  'POST documents': { permission: 'document.digitize', body: announcement() },
  'POST documents/duplicates': { permission: 'document.digitize', body: { documents: [] } },
  'GET documents/[id]': { permission: 'document.read' },
  'POST documents/[id]/commit': { permission: 'document.digitize', body: {} },
  'GET documents/[id]/status': { permission: 'document.digitize' },
  'GET documents/[id]/content': { permission: 'document.read' },
  'GET documents/[id]/validation': { permission: 'document.read' },
  'GET documents/[id]/versions': { permission: 'document.read' },
  'POST documents/[id]/versions': {
    permission: 'document.certify',
    query: `baseSha256=${sha}&profile=copy&level=B-B&revocation=good`,
    bytes: { type: 'application/octet-stream', content: Uint8Array.of(1) },
  },
  'POST documents/[id]/extension': {
    permission: 'document.certify',
    body: { level: 'B-LTA' },
  },
  'HEAD tus/[...path]': { permission: 'document.digitize' },
  'POST tus/[...path]': { permission: 'document.digitize' },
  'PATCH tus/[...path]': { permission: 'document.digitize' },
  'DELETE tus/[...path]': { permission: 'document.digitize' },
  'OPTIONS tus/[...path]': { permission: 'document.digitize' },
  'GET inventory': { permission: 'supervision.read' },
  'POST inventory/candidates': {
    permission: 'document.digitize',
    body: {
      numberNotation: '',
      ownerName: '',
      ownerIdentifier: '',
      dossierCode: '',
      issuedOn: '',
      procedureId: null,
      search: '',
    },
  },
  'GET supervision': { permission: 'supervision.read' },
  'GET supervision/export': { permission: 'supervision.export', query: 'format=csv&by=unit' },
  'GET signing/manifests/key': { permission: 'document.digitize' },
  'POST signing/manifests': {
    permission: 'document.digitize',
    body: {
      certificateSha256: sha,
      documents: [
        {
          id: someId,
          title: 'Giấy phép',
          numberNotation: '1/GP',
          pageCount: 1,
          contentSha256: sha,
          attributesSha256: sha,
        },
      ],
    },
  },
  'GET signing/remote/certificates': { permission: 'document.digitize' },
  'POST signing/remote/batches': {
    permission: 'document.digitize',
    body: {
      batchId: someId,
      provider: 'csc',
      certificateSha256: sha,
      manifest: 'a.b.c',
      items: [{ id: someId, toBeSigned: 'MQA=' }],
    },
  },
  'GET signing/remote/batches/[id]': { permission: 'document.digitize' },
  'POST signing/remote/batches/[id]/cancel': { permission: 'document.digitize' },
  'POST signing/vgca/tasks': {
    permission: 'document.digitize',
    query: 'operation=SignCopy&title=A&numberNotation=B',
    bytes: { type: 'application/pdf', content: Uint8Array.of(1) },
  },
  'GET signing/vgca/tasks/[id]': { permission: 'document.digitize' },
  // One-time tokens instead of sessions: see the tests of VGCA Sign Service.
  'GET signing/vgca/[id]/[token]/source.pdf': null,
  'POST signing/vgca/[id]/[token]/upload': null,
  'POST pki/timestamp': { permission: 'document.digitize', body: {} },
  'POST pki/ocsp': {
    permission: 'document.read',
    body: {},
    query: 'url=http://ocsp.example.vn/',
  },
  'GET pki/crl': { permission: 'document.read', query: 'url=http://crl.example.vn/ca.crl' },
  'GET pki/issuer': { permission: 'document.read', query: 'url=http://ca.example.vn/ca.cer' },
  'GET pki/trust-anchors': { permission: 'document.read' },
  'GET signing-profiles': { permission: 'signing-profile.read' },
  'PUT signing-profiles/[kind]': {
    permission: 'signing-profile.manage',
    body: { profile: defaultSigningProfiles.copy },
    params: { kind: 'copy' },
  },
  'DELETE signing-profiles/[kind]': {
    permission: 'signing-profile.manage',
    params: { kind: 'copy' },
  },
  'GET signing-profiles/images/[kind]/[ownerId]': {
    permission: 'signing-profile.read',
    params: { kind: 'seal', ownerId: someId },
  },
  'PUT signing-profiles/images/[kind]/[ownerId]': {
    permission: 'signing-profile.manage',
    params: { kind: 'seal', ownerId: someId },
    bytes: { type: 'image/png', content: Uint8Array.of(1) },
  },
  'DELETE signing-profiles/images/[kind]/[ownerId]': {
    permission: 'signing-profile.manage',
    params: { kind: 'seal', ownerId: someId },
  },
  'GET checks': { permission: 'document.check' },
  'POST checks/[id]': { permission: 'document.check', body: { values: {} } },
  'GET checks/[id]/pages': { permission: 'document.check' },
  'GET differences': { permission: 'check.resolve' },
  'POST differences/[id]': { permission: 'check.resolve', body: { decisions: {} } },
  'GET check-setting': { permission: 'check.resolve' },
  'PUT check-setting': {
    permission: 'check.resolve',
    body: { ratePercent: 5, keys: ['title'] },
  },
  'POST corrections': { permission: 'document.digitize', body: { corrections: [] } },
  'GET learned-templates': { permission: 'document.digitize' },
  'POST learned-templates/reset': {
    permission: 'learning.manage',
    body: { what: 'all', orgUnitId: someId },
  },
  'PUT learning-setting': {
    permission: 'learning.manage',
    body: { keepMonths: 36, keepCount: 5000 },
  },
  'GET accounts': { permission: 'account.manage' },
  'POST accounts': {
    permission: 'account.manage',
    body: {
      username: 'nguoi.moi',
      name: 'Người Mới',
      role: 'official',
      orgUnitId: someId,
      password: 'mật khẩu đủ dài',
    },
  },
  'PATCH accounts/[id]': { permission: 'account.manage', body: { change: 'lock' } },
  'GET audit': { permission: 'audit.read' },
  'GET audit/verification': { permission: 'audit.read' },
} as const satisfies Record<string, Guard | null>;

type Guard = {
  permission: Permission;
  body?: object;
  bytes?: { type: string; content: Uint8Array };
  query?: string;
  params?: Record<string, string>;
};

const usernameOf: Record<Role, DemoUsername> = {
  official: 'canbo',
  leader: 'lanhdao',
  clerk: 'vanthu',
  supervisor: 'giamsat',
  administrator: 'quantri',
};

const call = (name: EndpointName, person: Person | null, guard: Guard) =>
  callEndpoint(name, station.context, person, {
    params: { id: someId, path: someId, ...guard.params },
    ...(guard.body === undefined ? {} : { body: guard.body }),
    ...(guard.bytes === undefined ? {} : { bytes: guard.bytes }),
    query: guard.query ?? '',
  });

test('the table above knows every endpoint', async () => {
  expect((await allEndpoints()).sort()).toEqual(Object.keys(endpoints).sort());
});

describe.each(
  Object.entries(endpoints).flatMap(([name, guard]) => (guard ? [{ name, guard }] : [])),
)('$name', ({ name, guard }) => {
  test('refuses strangers', async () => {
    const error = await errorFromResponse(await call(name, null, guard));
    expect(error.code).toBe('NOT_SIGNED_IN');
  });

  test.each(roles.filter((role) => !isPermitted(role, guard.permission)))(
    'refuses the role %s',
    async (role) => {
      const person = await station.person(usernameOf[role]);
      const error = await errorFromResponse(await call(name, person, guard));
      expect(error.code).toBe('NO_PERMISSION');
    },
  );

  test.each(roles.filter((role) => isPermitted(role, guard.permission)))(
    'lets the role %s through to what it asked for',
    async (role) => {
      const person = await station.person(usernameOf[role]);
      const response = await call(name, person, guard);
      expect([401, 403, 500]).not.toContain(response.status);
    },
  );
});

describe('what lies outside the own unit', () => {
  const allOf = {
    q: '',
    procedureId: '',
    orgUnitId: '',
    year: '',
    cursor: '',
    limit: 200,
  } as const;

  async function documentOf(path: string): Promise<string> {
    const supervisor = await station.person('giamsat');
    const units = await station.context.stores.orgUnits.within(path);
    const orgUnitId = units[0]?.id ?? '';
    const { documents } = await searchDocuments(station.context, supervisor, {
      ...allOf,
      orgUnitId,
      state: 'stored',
    });
    const [document] = documents;
    if (document === undefined) throw new Error(`no document of ${path}`);
    return document.id;
  }

  test('a document of another unit is not there', async () => {
    const foreign = await documentOf('so-vhttdl/huyen-an-thinh/');
    const official = await station.person('canbo.vankhe');
    const notFound = { code: 'NOT_FOUND' };
    await expect(readDocument(station.context, official, foreign)).rejects.toMatchObject(notFound);
    await expect(readStatus(station.context, official, foreign)).rejects.toMatchObject(notFound);
    await expect(readContent(station.context, official, foreign)).rejects.toMatchObject(notFound);
  });

  test('a document of a unit below the own one is', async () => {
    const below = await documentOf('so-vhttdl/huyen-van-khe/xa-hoa-loc/');
    const official = await station.person('canbo.vankhe');
    expect((await readDocument(station.context, official, below)).id).toBe(below);
  });

  test('lists hold the own unit and what is below it, nothing else', async () => {
    const official = await station.person('canbo.hoaloc');
    const { documents } = await searchDocuments(station.context, official, { ...allOf, state: '' });
    expect(new Set(documents.map((document) => document.orgUnitName))).toEqual(
      new Set(['UBND xã Hòa Lộc']),
    );
    const supervisor = await station.person('giamsat.vankhe');
    const { items } = await listInventory(station.context, supervisor, {
      ...allOf,
      levelId: '',
      state: '',
    });
    const places = new Set(items.map((item) => item.orgUnitName));
    expect([...places].sort()).toEqual([
      'UBND huyện Vân Khê',
      'UBND xã Hòa Lộc',
      'UBND xã Phú Thuận',
    ]);
  });

  test('a filter cannot reach beyond the own unit', async () => {
    const supervisor = await station.person('giamsat.vankhe');
    const [foreign] = await station.context.stores.orgUnits.within('so-vhttdl/huyen-an-thinh/');
    const query = { year: '', orgUnitId: foreign?.id ?? '' };
    await expect(readSupervision(station.context, supervisor, query)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  test('an administrator of a district sees and makes accounts of the district only', async () => {
    const chief = await station.person('quantri');
    const [district] = await station.context.stores.orgUnits.within('so-vhttdl/huyen-van-khe/');
    const [root] = await station.context.stores.orgUnits.within('so-vhttdl/');
    const made = await createAccount(station.context, chief, {
      username: 'quantri.vankhe',
      name: 'Quản trị huyện',
      role: 'administrator',
      orgUnitId: district?.id ?? '',
      password: 'mật khẩu đủ dài',
    });
    const person = await station.context.stores.accounts.person(made.id);
    const usernames = (await listAccounts(station.context, person)).map(({ username }) => username);
    expect(usernames).toContain('canbo.hoaloc');
    expect(usernames).not.toContain('canbo');

    const outsider = await station.person('canbo');
    const lock = changeAccount(station.context, person, outsider.id, { change: 'lock' });
    await expect(lock).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const promotion = changeAccount(
      station.context,
      person,
      (await station.person('canbo.hoaloc')).id,
      {
        change: 'reassign',
        role: 'supervisor',
        orgUnitId: root?.id ?? '',
      },
    );
    await expect(promotion).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('nobody changes their own account, or takes a name that is taken', async () => {
    const administrator = await station.person('quantri');
    const own = changeAccount(station.context, administrator, administrator.id, {
      change: 'reassign',
      role: 'supervisor',
      orgUnitId: administrator.orgUnitId,
    });
    await expect(own).rejects.toMatchObject({ code: 'NO_PERMISSION' });
    const twice = createAccount(station.context, administrator, {
      username: 'canbo',
      name: 'Người khác',
      role: 'official',
      orgUnitId: administrator.orgUnitId,
      password: 'mật khẩu đủ dài',
    });
    await expect(twice).rejects.toMatchObject({ details: { fields: ['username'] } });
  });
});

test('pages ask for the right of their group, and a group nobody listed is closed', () => {
  expect(pageAccess('/sign-in')).toEqual({ kind: 'public' });
  expect(pageAccess('/(official)/batches/[id]')).toMatchObject({ permission: 'document.digitize' });
  expect(pageAccess('/(repository)/repository')).toMatchObject({ permission: 'document.read' });
  expect(pageAccess('/(supervision)/supervision')).toMatchObject({
    permission: 'supervision.read',
  });
  expect(pageAccess('/(admin)/accounts')).toMatchObject({ permission: 'account.manage' });
  expect(pageAccess('/(admin)/audit')).toMatchObject({ permission: 'audit.read' });
  expect(pageAccess('/(admin)/trust-anchors')).toMatchObject({ permission: 'audit.read' });
  expect(pageAccess('/(checking)/checking')).toMatchObject({ permission: 'document.check' });
  expect(pageAccess('/(checking)/differences')).toMatchObject({ permission: 'check.resolve' });
  expect(pageAccess('/(admin)/learned')).toMatchObject({ permission: 'learning.manage' });
  expect(pageAccess('/(admin)/anything-new')).toEqual({ kind: 'closed' });
  expect(pageAccess('/settings')).toEqual({ kind: 'signed-in' });
});
