import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examinationText, isReady } from '#bridge/doctor/examination-text.ts';
import { examine } from '#bridge/doctor/examine.ts';
import { officeOrigin, startTestBridge } from '#support/bridge.ts';
import { createSoftHsm, type SoftHsm } from '#support/softhsm.ts';

const now = new Date();
let token: SoftHsm;
let folder: string;

beforeAll(async () => {
  token = await createSoftHsm([
    {
      commonName: 'Trần Minh Hà',
      keyType: 'rsa',
      notAfter: new Date(now.getTime() + 30.5 * 86_400_000),
    },
    { commonName: 'Đỗ Hết Hạn', keyType: 'ec', notAfter: new Date(now.getTime() - 1_000) },
  ]);
  folder = await mkdtemp(path.join(tmpdir(), 'doctor-'));
});
afterAll(async () => {
  await token.close();
  await rm(folder, { recursive: true });
});

function configOf(modulePaths: string[], port = 1) {
  return { port, allowedOrigins: [officeOrigin], modulePaths, usesKnownModules: false };
}

describe('the doctor', () => {
  it('tells drivers, tokens, certificates and how long they last', async () => {
    const found = await examine(configOf([token.modulePath]), 'pinentry');
    const text = examinationText(found, '0.1.0', now);
    expect(text).toContain(`Trình điều khiển ${token.modulePath}`);
    expect(text).toMatch(/SHA-256: [0-9a-f]{64}/u);
    expect(text).toContain(`Dành cho: ${process.arch}`);
    expect(text).toContain('Token Token thử');
    expect(text).toContain('Chứng thư: Trần Minh Hà');
    expect(text).toContain('(còn 30 ngày)');
    expect(text).toContain('ĐÃ HẾT HẠN');
    expect(text).toContain('Sẵn sàng ký.');
    expect(isReady(found, now)).toBe(true);
  });

  it('finds a 32-bit driver by its header, and the other drivers go on working', async () => {
    const header = Buffer.alloc(512);
    header.write('\x7fELF', 'latin1');
    header.set([1, 1], 4);
    header.writeUInt16LE(3, 18);
    const old = path.join(folder, 'viettel-ca_v4.so');
    await writeFile(old, header);
    const found = await examine(configOf([old, token.modulePath]), 'zenity');
    expect(found.modules[0]).toMatchObject({
      architectures: ['ia32'],
      state: { problem: 'MODULE_WRONG_ARCHITECTURE', tokens: [] },
    });
    const text = examinationText(found, '0.1.0', now);
    expect(text).toContain('Dành cho: ia32');
    expect(text).toContain(`máy này cần bản ${process.arch}`);
    expect(isReady(found, now)).toBe(true);
  });

  it.each([
    ['missing', 'khong-co.so', null, 'KHÔNG ĐỌC ĐƯỢC: ENOENT'],
    ['no library', 'van-ban.so', 'văn bản', 'không phải tệp thư viện'],
  ])('names a driver that is %s', async (_, name, content, words) => {
    const file = path.join(folder, name);
    if (content !== null) await writeFile(file, content);
    const found = await examine(configOf([file]), 'zenity');
    expect(examinationText(found, '0.1.0', now)).toContain(words);
    expect(isReady(found, now)).toBe(false);
  });

  it('says what to do where there is no driver and no dialog', async () => {
    const text = examinationText(await examine(configOf([]), 'none'), '0.1.0', now);
    expect(text).toContain('BRIDGE_PKCS11_MODULES');
    expect(text).toContain('Hộp thoại hỏi mã PIN: KHÔNG CÓ');
    expect(text).toContain('Chưa ký được');
  });

  it('tells our bridge on the port from another program', async () => {
    const test = await startTestBridge();
    const { port: own } = test.bridge;
    expect((await examine(configOf([], own), 'none')).port.state).toBe('bridge');
    await test.close();
    expect((await examine(configOf([], own), 'none')).port.state).toBe('free');

    const squatter = createServer((_, response) => response.end('{}')).listen(own, '127.0.0.1');
    await once(squatter, 'listening');
    try {
      const found = await examine(configOf([], own), 'none');
      expect(found.port.state).toBe('other-program');
      expect(examinationText(found, '0.1.0', now)).toContain('CHƯƠNG TRÌNH KHÁC');
    } finally {
      squatter.close();
    }
  });
});
