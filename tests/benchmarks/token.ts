import { fork } from 'node:child_process';
import path from 'node:path';
import type { BridgeClient } from '#lib/client/bridge/bridge-client.ts';
import type { CertificateInfo } from '#lib/protocol/bridge.ts';
import { allEvents, prepareBatch, startTestBridge, type TestBridge } from '#support/bridge.ts';
import { insertVirtualCard, type VirtualCard } from '#support/virtual-card.ts';
import { median, tell, tellMachine } from './measure.ts';
import type { TokenAlone } from './token-alone.ts';

const batchSize = 40;
const runs = 3;
/** What a USB token takes for an RSA-2048 signature, at the quick end. */
const tokenDelayMs = 300;

type Parts = {
  token: VirtualCard;
  test: TestBridge;
  page: BridgeClient;
  certificate: CertificateInfo;
};

/**
 * What the bridge adds to the token's own time in a batch: consent, checks, processes, log and
 * verification. Peer: the same signatures by the same driver and token without the bridge.
 */
export async function run(): Promise<void> {
  tellMachine();
  const token = await insertVirtualCard({ '9A': { commonName: 'Trần Minh Hà', keyType: 'rsa' } });
  const test = await startTestBridge({
    modulePaths: [token.modulePath],
    environment: { BRIDGE_DEMO: 'off' },
  });
  try {
    test.dialog.answer = { pin: token.pin };
    const page = await test.pairedPage();
    const certificate = await certificateOf(page);
    token.card.signatureDelayMs = tokenDelayMs;
    await compare({ token, test, page, certificate });
  } finally {
    await test.close();
    await token.close();
  }
}

async function compare(parts: Parts): Promise<void> {
  const alone: number[] = [];
  const bridged: number[] = [];
  // In turns, because a busy machine slows down both.
  for (let index = 0; index < runs; index++) {
    alone.push(await tokenMs(parts));
    bridged.push(await batchMs(parts));
  }
  const [aloneMs, bridgedMs] = [median(alone), median(bridged)];
  tell(`token alone, ${batchSize} signatures`, `${aloneMs.toFixed(0)} ms`);
  tell(`batch of ${batchSize} through the bridge`, `${bridgedMs.toFixed(0)} ms`);
  tell('overhead (aim ≤ 10 %)', `${((bridgedMs / aloneMs - 1) * 100).toFixed(1)} %`);
}

/** Login and signatures in a process of their own, as the bridge has it too. */
async function tokenMs({ token, certificate }: Parts): Promise<number> {
  const child = fork(path.join(import.meta.dirname, 'token-alone.ts'));
  const asked: TokenAlone = {
    modulePath: token.modulePath,
    certificateSha256: certificate.certificateSha256,
    pin: token.pin,
    count: batchSize,
  };
  child.send(asked);
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  child.once('message', (elapsedMs) => resolve(Number(elapsedMs)));
  child.once('exit', () => reject(new Error('The token did not sign')));
  return await promise;
}

async function batchMs({ test, page, certificate }: Parts): Promise<number> {
  const request = await prepareBatch(certificate, test.server, { count: batchSize });
  const startedAt = performance.now();
  const events = await allEvents(page.signBatch(request));
  const elapsedMs = performance.now() - startedAt;
  if (events.at(-1)?.event !== 'done') throw new Error(JSON.stringify(events.at(-1)));
  return elapsedMs;
}

async function certificateOf(page: BridgeClient): Promise<CertificateInfo> {
  for (;;) {
    const [certificate] = await page.certificates();
    if (certificate) return certificate;
  }
}
