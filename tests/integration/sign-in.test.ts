import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEMO_PASSWORD } from '#lib/server/demo/organization.ts';
import { changeAccount } from '#lib/server/use-cases/manage-accounts.ts';
import { signIn } from '#lib/server/use-cases/sign-in.ts';
import { startTestStation, type TestStation } from '#support/station.ts';

let station: TestStation;
let now = new Date('2026-11-22T01:00:00Z');
beforeAll(async () => {
  station = await startTestStation({ now: () => now });
});
afterAll(() => station.stop());

let addresses = 0;
const somewhere = () => ({
  address: `10.0.${addresses >> 8}.${addresses++ & 255}`,
  userAgent: 'test',
});
const enter = (username: string, password = DEMO_PASSWORD, client = somewhere()) =>
  signIn(station.context, { username, password }, client);

function headersWith(cookies: Awaited<ReturnType<typeof enter>>): Headers {
  const pairs = cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`);
  return new Headers({ cookie: pairs.join('; ') });
}

test('the right password opens a session that ends with signing out', async () => {
  const cookies = await enter(' CanBo ');
  const official = await station.person('canbo');
  const headers = headersWith(cookies);
  expect((await station.context.sessions.read(headers)).personId).toBe(official.id);
  await station.context.sessions.signOut(headers);
  expect((await station.context.sessions.read(headers)).personId).toBeNull();
});

test('the cookie is out of reach for scripts and for other sites', async () => {
  const [cookie] = await enter('vanthu');
  expect(cookie?.options).toMatchObject({ httpOnly: true, sameSite: 'lax', path: '/' });
});

test('a wrong password and an unknown name get the same answer', async () => {
  await expect(enter('lanhdao', 'sai mật khẩu')).rejects.toMatchObject({
    code: 'WRONG_CREDENTIALS',
  });
  await expect(enter('khong.co', 'sai mật khẩu')).rejects.toMatchObject({
    code: 'WRONG_CREDENTIALS',
  });
  await expect(enter('', '')).rejects.toMatchObject({ code: 'WRONG_CREDENTIALS' });
  await expect(enter('a'.repeat(5000), 'x')).rejects.toMatchObject({ code: 'WRONG_CREDENTIALS' });
});

test('a forged cookie is nobody', async () => {
  const headers = new Headers({ cookie: 'tram.session_token=abc.def' });
  expect((await station.context.sessions.read(headers)).personId).toBeNull();
});

test('locking an account ends its sessions and closes the door; unlocking opens it', async () => {
  const administrator = await station.person('quantri');
  const locked = await station.person('canbo2');
  const headers = headersWith(await enter('canbo2'));
  await changeAccount(station.context, administrator, locked.id, { change: 'lock' });
  expect((await station.context.sessions.read(headers)).personId).toBeNull();
  await expect(enter('canbo2')).rejects.toMatchObject({ code: 'ACCOUNT_LOCKED' });
  await expect(enter('canbo2', 'sai')).rejects.toMatchObject({ code: 'WRONG_CREDENTIALS' });
  await changeAccount(station.context, administrator, locked.id, { change: 'unlock' });
  expect(await enter('canbo2')).not.toHaveLength(0);
});

test('a new password replaces the old one at once', async () => {
  const administrator = await station.person('quantri');
  const person = await station.person('canbo.vankhe');
  const password = 'mật khẩu mới của tôi';
  await changeAccount(station.context, administrator, person.id, {
    change: 'reset-password',
    password,
  });
  await expect(enter('canbo.vankhe')).rejects.toMatchObject({ code: 'WRONG_CREDENTIALS' });
  expect(await enter('canbo.vankhe', password)).not.toHaveLength(0);
});

test('ten wrong passwords close a name for ten minutes, from wherever they come', async () => {
  for (let attempt = 0; attempt < 10; attempt++) {
    await expect(enter('giamsat', 'đoán mò')).rejects.toMatchObject({ code: 'WRONG_CREDENTIALS' });
  }
  await expect(enter('giamsat')).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
  now = new Date(now.getTime() + 11 * 60 * 1000);
  expect(await enter('giamsat')).not.toHaveLength(0);
});

test('one address cannot try names without end', async () => {
  const client = { address: '203.0.113.9', userAgent: 'test' };
  const codes = new Set<unknown>();
  for (let attempt = 0; attempt < 70; attempt++) {
    await enter(`ten.${attempt}`, 'x', client).catch((error) => codes.add(error.code));
  }
  expect(codes).toEqual(new Set(['WRONG_CREDENTIALS', 'TOO_MANY_REQUESTS']));
});
