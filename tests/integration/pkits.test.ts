import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { judgePkits } from '../conformance/judge-pkits-case.ts';
import { pkitsFolder } from '../conformance/pkits-folder.ts';

const folder = pkitsFolder();

test.skipIf(!existsSync(folder))(
  'all 246 paths of NIST PKITS are accepted or refused as expected, for the expected reason',
  async () => {
    const results = await judgePkits(folder);

    expect(results.filter(({ agrees }) => !agrees)).toEqual([]);
    expect(results).toHaveLength(246);
  },
);
