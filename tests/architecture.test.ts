import { cruise, type ICruiseResult, type IFlattenedRuleSet } from 'dependency-cruiser';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');

/** May import: domain ← pki, pdf, imaging, recognition, separation, protocol, i18n ← client, server, bridge ← features ← routes. */
const pure = ['pki', 'pdf', 'imaging', 'recognition', 'separation', 'protocol', 'i18n'];
const allowed: Record<string, string[]> = {
  'src/lib/domain': ['src/lib/domain'],
  'src/lib/i18n': ['src/lib/domain', 'src/lib/protocol', 'src/lib/i18n'],
  'src/lib/protocol': ['src/lib/domain', 'src/lib/protocol'],
  'src/lib/pki': ['src/lib/domain', 'src/lib/protocol', 'src/lib/pki'],
  'src/lib/pdf': ['src/lib/domain', 'src/lib/protocol', 'src/lib/pki', 'src/lib/pdf'],
  'src/lib/imaging': ['src/lib/domain', 'src/lib/imaging'],
  'src/lib/recognition': [
    'src/lib/domain',
    'src/lib/protocol',
    'src/lib/imaging',
    'src/lib/recognition',
  ],
  'src/lib/separation': ['src/lib/(domain|protocol|imaging|recognition|separation)'],
  'src/lib/ui': ['src/lib/ui', 'src/lib/i18n', 'src/lib/domain/(fold|app-error)'],
  'src/lib/client': ['src/lib/domain', 'src/lib/client', ...pure.map((name) => `src/lib/${name}`)],
  'src/lib/features': [
    'src/lib/(domain|client|ui|features)',
    ...pure.map((name) => `src/lib/${name}`),
  ],
  'src/lib/server': ['src/lib/domain', 'src/lib/server', ...pure.map((name) => `src/lib/${name}`)],
  'src/bridge': ['src/lib/domain', 'src/bridge', ...pure.map((name) => `src/lib/${name}`)],
  // The services of the bridge's demo certificates, with the keys that the bridge keeps.
  'src/demo-pki': [
    'src/lib/(domain|pki|protocol)',
    'src/demo-pki',
    'src/bridge/(signing/pkcs12|storage|start-error)',
  ],
  'src/demo-scanner': ['src/demo-scanner'],
  'src/launcher': [
    'src/launcher',
    'src/lib/(domain|pki|protocol)',
    'src/lib/server/(database|trust-anchors)',
  ],
};

const rules: IFlattenedRuleSet = {
  forbidden: [
    ...Object.entries(allowed).map(([from, to]) => ({
      name: `${from} reaches only what it may`,
      severity: 'error' as const,
      from: { path: `^${from}/`, pathNot: '\\.test\\.ts$' },
      to: { path: '^src/', pathNot: [...to.map((path) => `^${path}`), '^src/[^/]*\\.css$'] },
    })),
    {
      name: 'nothing from the server into the browser',
      severity: 'error',
      from: {
        path: '^src/(lib/(ui|client|features)|routes)/',
        pathNot: '(\\+(page|layout|server)(\\.server)?\\.ts|\\.test\\.ts)$',
      },
      to: { path: '^src/lib/server/' },
    },
    {
      name: 'nothing from the bridge into the workstation, nothing from SvelteKit into the bridge',
      severity: 'error',
      from: { path: '^src/(bridge|lib/domain|lib/pki|lib/pdf|lib/protocol)/' },
      to: { path: '(^src/routes/|@sveltejs/kit|^\\$app)' },
    },
    {
      name: 'the bridge stays out of the app',
      severity: 'error',
      from: { path: '^src/(lib|routes)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/bridge/' },
    },
    {
      name: 'pure code knows no Node',
      severity: 'error',
      from: {
        path: '^src/lib/(domain|pki|pdf|imaging|recognition|separation|protocol|i18n|ui|client|features)/',
        pathNot: '\\.test\\.ts$',
      },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
};

describe('architecture', () => {
  let result: ICruiseResult;

  beforeAll(async () => {
    const answer = await cruise(['src'], {
      baseDir: root,
      ruleSet: rules,
      validate: true,
      tsPreCompilationDeps: true,
      doNotFollow: { path: 'node_modules' },
      exclude: { path: '^(build|\\.svelte-kit)/' },
      enhancedResolveOptions: {
        extensions: ['.ts', '.js', '.mjs', '.svelte'],
        conditionNames: ['svelte', 'import', 'node', 'default'],
        exportsFields: ['exports'],
      },
    });
    if (typeof answer.output === 'string') throw new Error('dependency-cruiser gave text');
    result = answer.output;
  }, 120_000);

  it('sees the code it judges', () => {
    const sources = result.modules.map((module) => module.source);
    for (const folder of Object.keys(allowed)) {
      expect(sources.some((source) => source.startsWith(folder))).toBe(true);
    }
    const resolved = result.modules.flatMap((module) => module.dependencies);
    expect(resolved.some((dependency) => dependency.module.startsWith('#lib/'))).toBe(true);
    const lost = resolved.filter(
      (dependency) => dependency.couldNotResolve && /^[#.]/u.test(dependency.module),
    );
    expect(
      lost
        .map((dependency) => dependency.module)
        .filter((name) => !/(\?|\$types|\.svelte-kit)/u.test(name)),
    ).toEqual([]);
  });

  it('keeps every import within its layer', () => {
    const broken = result.summary.violations.map(
      (violation) => `${violation.rule.name}: ${violation.from} → ${violation.to}`,
    );
    expect(broken).toEqual([]);
  });

  it('has no drawer for everything', () => {
    const names = sourceFiles(join(root, 'src')).filter((file) =>
      /(^|[/-])(utils?|helpers?|common|manager|misc)([./-]|$)/u.test(file.slice(root.length)),
    );
    expect(names).toEqual([]);
  });

  it('speaks only NFC and tells nobody about the machine it was made on', () => {
    const offenders = [...sourceFiles(join(root, 'src')), ...sourceFiles(join(root, 'tests'))]
      .filter((file) => /\.(ts|svelte|mjs|css|html)$/u.test(file))
      .filter((file) => {
        const text = readFileSync(file, 'utf8');
        return text !== text.normalize('NFC') || text.includes(['', 'work', 'main'].join('/'));
      });
    expect(offenders).toEqual([]);
  });
});

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
