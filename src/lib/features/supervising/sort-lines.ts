import type { RateLine } from '#lib/protocol/supervision.ts';

export const sortColumns = [
  'name',
  'digitized',
  'due',
  'exempt',
  'rate',
  'targetPercent',
  'remaining',
] as const;
export type SortColumn = (typeof sortColumns)[number];
export type SortOrder = { column: SortColumn; isDescending: boolean };

const byWords = new Intl.Collator('vi', { numeric: true });

/**
 * Lines in the order wished for; the tree stays a tree: lines are sorted among those of the same
 * parent, and what lies below a line moves with it. Lines without a value come last.
 */
export function sortLines(lines: readonly RateLine[], order: SortOrder | null): RateLine[] {
  if (order === null) return [...lines];
  return flatten(sortBranches(branchesOf(lines), order));
}

type Branch = { line: RateLine; below: Branch[] };

function branchesOf(lines: readonly RateLine[]): Branch[] {
  const roots: Branch[] = [];
  const open: Branch[] = [];
  for (const line of lines) {
    const branch: Branch = { line, below: [] };
    while ((open.at(-1)?.line.depth ?? -1) >= line.depth) open.pop();
    (open.at(-1)?.below ?? roots).push(branch);
    open.push(branch);
  }
  return roots;
}

function sortBranches(branches: readonly Branch[], order: SortOrder): Branch[] {
  return [...branches]
    .sort((a, b) => compare(a.line, b.line, order))
    .map(({ line, below }) => ({ line, below: sortBranches(below, order) }));
}

function compare(a: RateLine, b: RateLine, { column, isDescending }: SortOrder): number {
  const direction = isDescending ? -1 : 1;
  if (column === 'name') return direction * byWords.compare(a.name, b.name);
  const [left, right] = [a[column], b[column]];
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  return direction * (left - right);
}

function flatten(branches: readonly Branch[]): RateLine[] {
  return branches.flatMap(({ line, below }) => [line, ...flatten(below)]);
}
