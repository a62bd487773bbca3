import { createHash } from 'node:crypto';
import { Cryptoki } from '#bridge/signing/pkcs11/cryptoki.ts';
import { TokenSession } from '#bridge/signing/pkcs11/token-session.ts';

/**
 * Program of a process of its own (the virtual card answers in its parent): one login and so many
 * signatures without the bridge. Answers with the milliseconds that they took.
 */
export type TokenAlone = {
  modulePath: string;
  certificateSha256: string;
  pin: string;
  count: number;
};

process.once('message', ({ modulePath, certificateSha256, pin, count }: TokenAlone) => {
  const cryptoki = new Cryptoki(modulePath);
  cryptoki.slots();
  const startedAt = performance.now();
  const session = TokenSession.open(cryptoki, certificateSha256, Buffer.from(pin));
  for (let index = 0; index < count; index++) {
    session.sign(createHash('sha256').update(String(index)).digest(), 'RSA-PKCS1-SHA256');
  }
  session.close();
  process.send?.(performance.now() - startedAt);
  cryptoki.finalize();
  process.disconnect();
});
