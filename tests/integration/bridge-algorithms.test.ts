import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CryptokiError } from '#bridge/signing/pkcs11/ckr.ts';
import { Cryptoki, userType } from '#bridge/signing/pkcs11/cryptoki.ts';
import type { BridgeClient } from '#lib/client/bridge/bridge-client.ts';
import type { SigningAlgorithm } from '#lib/domain/signing-algorithm.ts';
import type { CertificateInfo } from '#lib/protocol/bridge.ts';
import {
  allEvents,
  genuineIds,
  prepareBatch,
  startTestBridge,
  type TestBridge,
} from '#support/bridge.ts';
import { createSoftHsm, type SoftHsm } from '#support/softhsm.ts';

let token: SoftHsm;
let test: TestBridge;
let page: BridgeClient;
let certificates: CertificateInfo[];

beforeAll(async () => {
  token = await createSoftHsm([
    { commonName: 'RSA-2048', keyType: 'rsa' },
    { commonName: 'RSA-3072', keyType: 'rsa-3072' },
    { commonName: 'P-256', keyType: 'ec' },
    { commonName: 'P-384', keyType: 'P-384' },
    { commonName: 'P-521', keyType: 'P-521' },
  ]);
  test = await startTestBridge({ modulePaths: [token.modulePath] });
  test.dialog.answer = { pin: token.pin };
  page = await test.pairedPage();
  certificates = await page.certificates();
});
afterAll(async () => {
  await test.close();
  await token.close();
});

const rsaAlgorithms: readonly SigningAlgorithm[] = [
  'RSA-PKCS1-SHA256',
  'RSA-PKCS1-SHA384',
  'RSA-PKCS1-SHA512',
  'RSA-PSS-SHA256',
  'RSA-PSS-SHA384',
  'RSA-PSS-SHA512',
];
const pairs: [string, SigningAlgorithm][] = [
  ...['RSA-2048', 'RSA-3072'].flatMap((key) =>
    rsaAlgorithms.map((algorithm): [string, SigningAlgorithm] => [key, algorithm]),
  ),
  ['P-256', 'ECDSA-SHA256'],
  ['P-384', 'ECDSA-SHA384'],
  ['P-521', 'ECDSA-SHA512'],
];

describe('a token signs', () => {
  it.each(pairs)('with %s as %s', async (subject, algorithm) => {
    const certificate = certificates.find((each) => each.subject === subject);
    if (!certificate) throw new Error(`No certificate of ${subject}`);
    const request = await prepareBatch(certificate, test.server, { count: 3, algorithm });
    const events = await allEvents(page.signBatch(request));
    expect(events.at(-1)).toMatchObject({ event: 'done', signed: 3 });
    expect(genuineIds(events, request, certificate)).toHaveLength(3);
  });
});

describe('a login', () => {
  it('without a PIN passes none at all, so that the token’s own PIN pad can ask', () => {
    const cryptoki = new Cryptoki(token.modulePath);
    const [slot = 0] = cryptoki.slots();
    const session = cryptoki.openSession(slot);
    const answerTo = (pin: Buffer | null) => {
      try {
        cryptoki.login(session, userType.user, pin);
        return 'CKR_OK';
      } catch (error) {
        if (error instanceof CryptokiError) return error.returnValue;
        throw error;
      }
    };
    try {
      // SoftHSM has no PIN pad: it tells a missing PIN (CKR_ARGUMENTS_BAD) from a wrong one.
      expect(answerTo(null)).toBe(0x7);
      expect(answerTo(Buffer.from('sai-ma-pin'))).toBe(0xa0);
      expect(answerTo(Buffer.from(token.pin))).toBe('CKR_OK');
      cryptoki.logout(session);
    } finally {
      cryptoki.closeSession(session);
    }
  });
});
