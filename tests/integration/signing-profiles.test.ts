import { crc32, deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '#lib/domain/access.ts';
import { defaultSigningProfiles } from '#lib/domain/default-signing-profiles.ts';
import type { SigningProfile } from '#lib/domain/signing-profile.ts';
import { errorFromResponse } from '#lib/protocol/problem.ts';
import {
  readSigningImage,
  removeSigningImage,
  saveSigningImage,
} from '#lib/server/use-cases/manage-signing-images.ts';
import {
  resetSigningProfile,
  saveSigningProfile,
} from '#lib/server/use-cases/manage-signing-profiles.ts';
import { readSigningProfiles } from '#lib/server/use-cases/read-signing-profiles.ts';
import { callEndpoint } from '#support/endpoints.ts';
import { startTestStation, type TestStation } from '#support/station.ts';

let station: TestStation;
let administrator: Person;
let clerk: Person;
beforeAll(async () => {
  station = await startTestStation();
  administrator = await station.person('quantri');
  clerk = await station.person('vanthu');
});
afterAll(() => station.stop());

const ownCopy: SigningProfile = {
  ...defaultSigningProfiles.copy,
  name: 'Sao y của Sở',
  level: 'B-T',
};

async function copyOf(person: Person) {
  const { profiles } = await readSigningProfiles(station.context, person);
  return profiles.find(({ profile }) => profile.kind === 'copy');
}

/** A PNG with a bar of ink across it; colour type 6 has an alpha channel, 2 has none. */
function png(widthPx: number, heightPx: number, colourType: 2 | 6 = 6): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const named = Buffer.concat([Buffer.from(type), data]);
    const around = Buffer.alloc(8);
    around.writeUInt32BE(data.length, 0);
    around.writeUInt32BE(crc32(named), 4);
    return Buffer.concat([around.subarray(0, 4), named, around.subarray(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(widthPx, 0);
  header.writeUInt32BE(heightPx, 4);
  header.set([8, colourType], 8);
  const rowBytes = 1 + widthPx * (colourType === 6 ? 4 : 3);
  const rows = Array.from({ length: heightPx }, (_, y) => {
    const hasInk = y === Math.floor(heightPx / 2);
    const row = Buffer.alloc(rowBytes, hasInk ? 200 : 0);
    row[0] = 0;
    return row;
  });
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

describe('a signing profile', () => {
  test('is the default until a unit makes it its own; units below inherit it', async () => {
    const below = await station.person('canbo2');
    expect(await copyOf(clerk)).toMatchObject({ origin: 'default', changedBy: null });
    const saved = await saveSigningProfile(station.context, administrator, 'copy', ownCopy);
    expect(saved).toMatchObject({
      origin: 'own',
      changedBy: administrator.name,
      profile: { name: 'Sao y của Sở', level: 'B-T' },
    });
    expect(await copyOf(clerk)).toEqual(saved);
    expect(await copyOf(below)).toMatchObject({
      origin: 'inherited',
      orgUnitName: administrator.orgUnitName,
      profile: { name: 'Sao y của Sở' },
    });
  });

  test('of the nearest unit counts, and only there', async () => {
    await saveSigningProfile(station.context, administrator, 'copy', ownCopy);
    const [district] = await station.context.stores.orgUnits.within('so-vhttdl/huyen-van-khe/');
    const local: Person = {
      ...administrator,
      orgUnitId: district?.id ?? '',
      orgUnitName: district?.name ?? '',
      orgUnitPath: 'so-vhttdl/huyen-van-khe/',
    };
    await saveSigningProfile(station.context, local, 'copy', { ...ownCopy, name: 'Của huyện' });
    const commune = await station.person('canbo.hoaloc');
    expect(await copyOf(commune)).toMatchObject({
      origin: 'inherited',
      profile: { name: 'Của huyện' },
    });
    expect(await copyOf(clerk)).toMatchObject({ profile: { name: 'Sao y của Sở' } });
    await resetSigningProfile(station.context, local, 'copy');
    expect(await copyOf(commune)).toMatchObject({ profile: { name: 'Sao y của Sở' } });
  });

  test('goes back to what was inherited, and every change stays in the log', async () => {
    await saveSigningProfile(station.context, administrator, 'scan', defaultSigningProfiles.scan);
    const reset = await resetSigningProfile(station.context, administrator, 'scan');
    expect(reset.origin).toBe('default');
    await resetSigningProfile(station.context, administrator, 'scan');
    const entries = await station.context.stores.audit.ofSubject(administrator.orgUnitId);
    const scans = entries.filter(({ details }) => details['profile'] === 'scan');
    expect(scans.map(({ action }) => action)).toEqual([
      'signing-profile.saved',
      'signing-profile.reset',
    ]);
  });

  test('is refused under another kind, and when it is none', async () => {
    const wrong = saveSigningProfile(station.context, administrator, 'scan', ownCopy);
    await expect(wrong).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    const response = await callEndpoint(
      'PUT signing-profiles/[kind]',
      station.context,
      administrator,
      { params: { kind: 'copy' }, body: { profile: { ...ownCopy, text: null, image: null } } },
    );
    expect((await errorFromResponse(response)).code).toBe('INVALID_INPUT');
  });
});

describe('the image of the seal', () => {
  const seal = () => ({ kind: 'seal', ownerId: administrator.orgUnitId }) as const;

  test('is kept by the administrator and given to who signs for the agency, nobody else', async () => {
    const bytes = png(120, 120);
    const image = await saveSigningImage(station.context, administrator, seal(), bytes);
    expect((await readSigningProfiles(station.context, clerk)).images).toContainEqual(image);
    const read = await readSigningImage(station.context, clerk, seal());
    expect(Buffer.from(read.bytes)).toEqual(bytes);
    for (const username of ['canbo', 'lanhdao'] as const) {
      const other = await station.person(username);
      const refused = readSigningImage(station.context, other, seal());
      await expect(refused).rejects.toMatchObject({ code: 'NOT_FOUND' });
      const { images } = await readSigningProfiles(station.context, other);
      expect(images.map(({ kind }) => kind)).toEqual(['signature']);
    }
  });

  test('of another unit is not there', async () => {
    const [unit] = await station.context.stores.orgUnits.within('so-vhttdl/huyen-an-thinh/');
    const foreign = { kind: 'seal', ownerId: unit?.id ?? '' } as const;
    await saveSigningImage(station.context, administrator, foreign, png(50, 50));
    const refused = readSigningImage(station.context, clerk, foreign);
    await expect(refused).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const local = { ...administrator, orgUnitPath: 'so-vhttdl/huyen-van-khe/' };
    const upload = saveSigningImage(station.context, local, foreign, png(50, 50));
    await expect(upload).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('is gone when it is taken away', async () => {
    await saveSigningImage(station.context, administrator, seal(), png(120, 120));
    const removed = await removeSigningImage(station.context, administrator, seal());
    expect(removed.sha256).toBeNull();
    const gone = readSigningImage(station.context, clerk, seal());
    await expect(gone).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('is served as an image that browsers may keep by its tag', async () => {
    await saveSigningImage(station.context, administrator, seal(), png(60, 60));
    const name = 'GET signing-profiles/images/[kind]/[ownerId]';
    const first = await callEndpoint(name, station.context, clerk, { params: seal() });
    expect(first.headers.get('content-type')).toBe('image/png');
    const etag = first.headers.get('etag') ?? '';
    const again = await callEndpoint(name, station.context, clerk, {
      params: seal(),
      headers: { 'if-none-match': etag },
    });
    expect(again.status).toBe(304);
  });

  const broken = png(40, 40);
  broken[60] = (broken[60] ?? 0) ^ 0xff;
  test.each([
    ['without transparency', 'IMAGE_NOT_TRANSPARENT', png(40, 40, 2)],
    ['of another format', 'FILE_NOT_AN_IMAGE', Buffer.from('GIF89a and so on')],
    ['cut off', 'FILE_TRUNCATED', png(40, 40).subarray(0, 60)],
    ['damaged', 'FILE_TRUNCATED', broken],
    ['larger than a seal can be', 'IMAGE_TOO_LARGE', png(8001, 2001)],
  ])('%s is refused', async (_, code, bytes) => {
    const refused = saveSigningImage(station.context, administrator, seal(), bytes);
    await expect(refused).rejects.toMatchObject({ code });
  });
});

test('the image of a signature is for the person whose it is', async () => {
  const leader = await station.person('lanhdao');
  const address = { kind: 'signature', ownerId: leader.id } as const;
  await saveSigningImage(station.context, administrator, address, png(200, 80));
  await expect(readSigningImage(station.context, leader, address)).resolves.toBeDefined();
  const refused = readSigningImage(station.context, clerk, address);
  await expect(refused).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
