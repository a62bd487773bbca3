/** `npm run bench -- imaging|recognition|capture|pdf|sign|verify|token|upload|dashboard|batch`: prints medians, memory and a ratio against a peer in the same run. */
const benchmarks = {
  imaging: () => import('./imaging.ts'),
  recognition: () => import('./recognition.ts'),
  capture: () => import('./capture.ts'),
  pdf: () => import('./pdf.ts'),
  sign: () => import('./sign.ts'),
  verify: () => import('./verify.ts'),
  token: () => import('./token.ts'),
  upload: () => import('./upload.ts'),
  dashboard: () => import('./dashboard.ts'),
  batch: () => import('./batch.ts'),
};

function isKnown(name: string): name is keyof typeof benchmarks {
  return Object.hasOwn(benchmarks, name);
}

const names = process.argv.slice(2);
const unknown = names.filter((name) => !isKnown(name));
if (names.length === 0 || unknown.length > 0) {
  console.error(`usage: npm run bench -- ${Object.keys(benchmarks).join('|')}`);
  process.exit(2);
}
for (const name of names.filter(isKnown)) {
  console.log(`\n== ${name}`);
  const { run } = await benchmarks[name]();
  await run();
}

export {};
