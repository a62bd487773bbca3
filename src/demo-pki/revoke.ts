/**
 * Revokes the demo certificate of a person or an agency, to see what the programs say then:
 * `node src/demo-pki/revoke.ts "Trần Minh Hà"`; with `--restore` it is good again. BRIDGE_DATA_DIR as
 * for the demo services, `var/bridge` when it is not set.
 */
import { X509Certificate } from 'node:crypto';
import { parseArgs } from 'node:util';
import { readDemoSigner } from '#bridge/signing/pkcs12/demo-files.ts';
import { StartError } from '#bridge/start-error.ts';
import { DataFolder } from '#bridge/storage/data-folder.ts';
import { readRevocationFile, type Revocation } from './revocations.ts';
import { wording } from './wording.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { restore: { type: 'boolean', default: false } },
});

try {
  const name = positionals.join(' ').normalize('NFC');
  const folder = await DataFolder.open(process.env.BRIDGE_DATA_DIR ?? 'var/bridge');
  const signer = await readDemoSigner(folder, name);
  if (!signer) throw new StartError(wording.noCertificate(name));
  const serialNumber = new X509Certificate(signer.chain[0]).serialNumber.toLowerCase();
  const others = (await readRevocationFile(folder.resolve('demo', 'revoked.json'))).filter(
    (revocation) => revocation.serialNumber.toLowerCase() !== serialNumber,
  );
  const revocation: Revocation = {
    serialNumber,
    revokedAt: new Date().toISOString(),
    reason: 'keyCompromise',
  };
  const revocations = values.restore ? others : [...others, revocation];
  await folder.write('demo/revoked.json', `${JSON.stringify(revocations, null, 2)}\n`);
  console.log(values.restore ? wording.restored(name) : wording.revoked(name));
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
