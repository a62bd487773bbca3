import { extendSignatures } from '#lib/pdf/extend-signatures.ts';
import { prepareSignature, sealSignature } from '#lib/pdf/prepare-signature.ts';
import { signSha256 } from '#lib/pki/certificates/create-certificate.ts';
import { createDemoPki, random } from '#support/demo-pki.ts';
import { tell } from './measure.ts';
import { scanOf } from './scanned-document.ts';

/**
 * CPU of extending a B-B to B-LTA: two timestamps, two OCSP answers, each checked. TSA and responder
 * work in the same process and are counted with it; asking them alone is the peer.
 */
export async function tellExtending(): Promise<void> {
  const now = new Date();
  const pki = await createDemoPki(now);
  const { services, trustAnchors } = pki;
  const signer = await pki.issue({ commonName: 'Trần Minh Hà', keyType: 'rsa' });
  let servicesMs = 0;
  const timed = <Input extends unknown[]>(ask: (...input: Input) => Promise<Uint8Array>) => {
    return async (...input: Input) => {
      const startedMs = cpuMs();
      const answer = await ask(...input);
      servicesMs += cpuMs() - startedMs;
      return answer;
    };
  };
  const options = {
    level: 'B-LTA',
    services: { ...services, timestamp: timed(services.timestamp), ocsp: timed(services.ocsp) },
    trustAnchors,
    at: now,
    random,
  } as const;
  for (const [label, pageCount, runs] of [
    ['1 page', 1, 50],
    ['20 pages', 20, 10],
  ] as const) {
    const prepared = await prepareSignature(await scanOf(pageCount, 250_000), {
      certificateChain: signer.chain,
      signedAt: now,
      profile: 'scan',
      appearance: null,
    });
    const signed = await sealSignature(
      prepared,
      await signSha256(signer.privateKey, prepared.toBeSigned),
    );
    for (let run = 0; run < 10; run++) await extendSignatures(signed, options);
    servicesMs = 0;
    const startedMs = cpuMs();
    for (let run = 0; run < runs; run++) await extendSignatures(signed, options);
    const perDocumentMs = (cpuMs() - startedMs) / runs;
    tell(
      `extending to B-LTA, ${label}, ${(signed.length / 1e6).toFixed(2)} MB`,
      `${perDocumentMs.toFixed(1)} ms CPU, ${(1000 / perDocumentMs).toFixed(0)} per CPU second`,
    );
    tell('  ratio to asking the services alone', (perDocumentMs / (servicesMs / runs)).toFixed(1));
  }
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
