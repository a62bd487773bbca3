import { isWhiteSpace } from '../objects/syntax.ts';
import type { PdfFile } from '../reading/pdf-file.ts';
import { listRevisions, openRevision, revisionOfLength } from '../reading/revisions.ts';
import type { Change, Difference, RevisionComparison } from './change.ts';
import { compareStep } from './compare-step.ts';
import { approvalPermissions, isAllowed, type RevisionPermissions } from './permissions.ts';

/**
 * What every revision after the first `signedLength` octets changed, and whether the signature over
 * them permits it. Objects are compared by what they say and where the document uses them, not by
 * their numbers or notation. Nothing is thrown for a bad file: it has forbidden changes.
 */
export function compareRevisions(
  file: PdfFile,
  signedLength: number,
  permissions: RevisionPermissions = approvalPermissions,
): RevisionComparison {
  if (file.bytes.subarray(signedLength).every(isWhiteSpace)) {
    return { verdict: 'none', changes: [] };
  }
  const changes = differencesSince(file, signedLength).map(({ needs, ...difference }): Change => ({
    ...difference,
    isAllowed: isAllowed({ needs, ...difference }, permissions),
  }));
  const isForbidden = changes.some((change) => !change.isAllowed);
  return { verdict: isForbidden ? 'forbidden' : 'allowed', changes };
}

const unreadable: Difference = {
  kind: 'unreadable',
  needs: 'impossible',
  page: null,
  rectangle: null,
  fieldName: null,
  path: '/',
};

function differencesSince(file: PdfFile, signedLength: number): readonly Difference[] {
  const signed = revisionOfLength(file, signedLength);
  if (!signed || file.isEncrypted) return [unreadable];
  const steps = stepsOf(file);
  if (steps.length > MAX_REVISIONS) return [unreadable];
  const from = steps.findIndex(({ sectionOffset }) => sectionOffset === signed.sectionOffset);
  return from < 0 ? [unreadable] : steps.slice(from).flatMap(({ differences }) => differences());
}

/** More than any document has; each one is compared with the next. */
const MAX_REVISIONS = 500;

/** From the revision of one section to the next newer one. */
type RevisionStep = { sectionOffset: number; differences: () => readonly Difference[] };

/** Several signatures of a file ask for the same steps. */
const known = new WeakMap<PdfFile, readonly RevisionStep[]>();

function stepsOf(file: PdfFile): readonly RevisionStep[] {
  const before = known.get(file);
  if (before) return before;
  const revisions = listRevisions(file);
  const states = revisions.map((revision) =>
    once(() =>
      revision.sectionOffset === file.sections[0]?.offset ? file : openRevision(file, revision),
    ),
  );
  const steps = revisions.map(({ sectionOffset, end }, index) => ({
    sectionOffset,
    // The file itself comes last: it may go on behind the last revision that ends as it should.
    differences: once(() =>
      compareStep(states[index]?.() ?? file, states[index + 1]?.() ?? file, end),
    ),
  }));
  known.set(file, steps);
  return steps;
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}
