/** Something that keeps the station from starting, with what the person can do about it. */
export class StartProblem extends Error {
  override readonly name = 'StartProblem';
  readonly remedy: string;

  constructor(message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.remedy = remedy;
  }
}

export function say(line: string): void {
  process.stdout.write(`• ${line}\n`);
}

/** Messages of `DatabaseStartError` already say their remedy. */
function isExplained(problem: unknown): problem is Error {
  return problem instanceof Error && problem.name === 'DatabaseStartError';
}

export function complain(problem: unknown): void {
  if (problem instanceof StartProblem) {
    process.stderr.write(`\n✗ ${problem.message}\n  → ${problem.remedy}\n\n`);
    return;
  }
  if (isExplained(problem)) {
    process.stderr.write(`\n✗ ${problem.message}\n\n`);
    return;
  }
  const text = problem instanceof Error ? (problem.stack ?? problem.message) : String(problem);
  process.stderr.write(`\n✗ Không khởi động được.\n${text}\n\n`);
}
