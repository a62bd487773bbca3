import { expect, it } from 'vitest';
import type { SignBatchRequest, SignEvent } from '#lib/protocol/bridge.ts';
import { signerByProvider, type BatchSigner } from './batch-signer.ts';

/** Names itself as the document that it signed. */
function signerCalled(name: string): BatchSigner {
  async function* events(): AsyncGenerator<SignEvent> {
    await Promise.resolve();
    yield { event: 'signed', id: name, signature: '' };
  }
  return { signBatch: events, resume: events };
}

async function whoSigned(events: AsyncIterable<SignEvent>): Promise<string[]> {
  const all: string[] = [];
  for await (const event of events) if (event.event === 'signed') all.push(event.id);
  return all;
}

function requestOf(provider: SignBatchRequest['provider'], batchId: string): SignBatchRequest {
  return { provider, batchId, certificateSha256: '', manifest: 'a.b.c', items: [] };
}

it('asks for each signature where its certificate is, also after a lost connection', async () => {
  const signer = signerByProvider(signerCalled('bridge'), signerCalled('remote'));
  expect(await whoSigned(signer.signBatch(requestOf('csc', 'one')))).toEqual(['remote']);
  expect(await whoSigned(signer.signBatch(requestOf('pkcs11', 'two')))).toEqual(['bridge']);
  expect(await whoSigned(signer.signBatch(requestOf('vgca', 'three')))).toEqual(['bridge']);
  expect(await whoSigned(signer.resume('one'))).toEqual(['remote']);
  expect(await whoSigned(signer.resume('two'))).toEqual(['bridge']);
});
