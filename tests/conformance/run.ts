import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { judgePkits } from './judge-pkits-case.ts';
import { pkitsFolder } from './pkits-folder.ts';

/** `npm run conformance [folder]`: NIST PKITS against our path validation, failures as a table. */
const given = process.argv[2];
const folder = given ? resolve(given) : pkitsFolder();
if (!existsSync(folder)) {
  console.error(`PKITS is not here: ${folder}. Name its folder, or set PKITS_DIR.`);
  process.exit(2);
}

const started = performance.now();
const results = await judgePkits(folder);
const failures = results.filter(({ agrees }) => !agrees);
if (failures.length > 0) {
  console.table(failures.map(({ name, expected, found }) => ({ name, expected, found })));
}
const seconds = ((performance.now() - started) / 1000).toFixed(1);
console.log(`PKITS ${results.length - failures.length}/${results.length} (${seconds} s)`);
process.exit(failures.length === 0 && results.length > 0 ? 0 : 1);
