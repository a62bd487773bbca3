/**
 * `npm test` after installation: every kind of test in the order in which a failure is cheapest.
 * All kinds run even when one fails; the last line counts them. Lint and type check count one each.
 * `npm test -- unit e2e` runs only the named kinds.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildWorkstation } from './build.ts';
import { runTool } from './child.ts';
import { installDebianPackages } from './debian-packages.ts';
import { complain, say } from './report.ts';

type Count = { passed: number; failed: number };
type Kind = { name: string; run: () => Promise<Count> };

const root = resolve(import.meta.dirname, '..', '..');
const reports = join(root, 'var', 'test-reports');

async function runCommand(tool: string, args: string[]): Promise<Count> {
  const code = await runTool(tool, args, root);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function runVitest(project: string): Promise<Count> {
  const report = join(reports, `${project}.json`);
  const code = await runTool(
    'vitest',
    [
      'run',
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    root,
  );
  return countFrom(report, code, (json) => ({
    passed: numberAt(json, 'numPassedTests'),
    failed: numberAt(json, 'numFailedTests') + numberAt(json, 'numPendingTests'),
  }));
}

async function runPlaywright(): Promise<Count> {
  const report = join(reports, 'e2e.json');
  process.env.PLAYWRIGHT_JSON_OUTPUT_FILE = report;
  const code = await runTool('playwright', ['test', '--reporter=list,json'], root);
  return countFrom(report, code, (json) => {
    const stats = objectAt(json, 'stats');
    return {
      passed: numberAt(stats, 'expected'),
      failed: numberAt(stats, 'unexpected') + numberAt(stats, 'flaky') + numberAt(stats, 'skipped'),
    };
  });
}

/** A run that ended badly without naming a failed test still counts as one failure. */
function countFrom(report: string, code: number, read: (json: unknown) => Count): Count {
  let count: Count;
  try {
    count = read(JSON.parse(readFileSync(report, 'utf8')));
  } catch {
    count = { passed: 0, failed: 0 };
  }
  const isSilentFailure = code !== 0 && count.failed === 0;
  return isSilentFailure ? { ...count, failed: 1 } : count;
}

function objectAt(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([name]) => name === key)?.[1]
    : undefined;
}

function numberAt(value: unknown, key: string): number {
  const found = objectAt(value, key);
  return typeof found === 'number' ? found : 0;
}

const kinds: Kind[] = [
  {
    name: 'lint',
    run: async () => {
      const format = await runCommand('prettier', ['--check', '--log-level', 'warn', '.']);
      const lint = await runCommand('eslint', ['.']);
      return { passed: format.passed + lint.passed, failed: format.failed + lint.failed };
    },
  },
  {
    name: 'check',
    run: async () => {
      await runTool('svelte-kit', ['sync'], root);
      return runCommand('svelte-check', ['--tsconfig', './tsconfig.json', '--fail-on-warnings']);
    },
  },
  { name: 'unit', run: () => runVitest('unit') },
  { name: 'browser', run: () => runVitest('browser') },
  { name: 'integration', run: () => runVitest('integration') },
  {
    name: 'e2e',
    run: async () => {
      await buildWorkstation(root);
      return runPlaywright();
    },
  },
];

async function main(): Promise<number> {
  installDebianPackages();
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  await runTool('svelte-kit', ['sync'], root);
  const wanted = process.argv.slice(2);
  const total: Count = { passed: 0, failed: 0 };
  for (const kind of kinds) {
    if (wanted.length > 0 && !wanted.includes(kind.name)) continue;
    const startedAt = Date.now();
    say(`${kind.name}…`);
    const count = await kind.run().catch((problem: unknown) => {
      complain(problem);
      return { passed: 0, failed: 1 };
    });
    total.passed += count.passed;
    total.failed += count.failed;
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    say(`${kind.name}: ${count.passed} đạt, ${count.failed} lỗi, ${seconds} giây`);
  }
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (problem) {
  complain(problem);
  process.exitCode = 1;
}
