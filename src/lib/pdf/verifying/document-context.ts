import type { RevisionComparison } from '../comparing/change.ts';
import { compareRevisions } from '../comparing/compare-revisions.ts';
import { readPermissions, type RevisionPermissions } from '../comparing/permissions.ts';
import type { PdfFile } from '../reading/pdf-file.ts';
import type { Revision } from '../reading/revisions.ts';
import type { Evidence } from './embedded-evidence.ts';
import type { Judging } from './judge-signer.ts';
import type { OpenedSignature } from './open-signature.ts';
import type { DocumentTimestamp } from './proofs-of-existence.ts';
import type { VerifiedSignature } from './verified-signature.ts';

/** What all signatures of a document are judged with. */
export type DocumentContext = {
  file: PdfFile;
  /** Oldest first. */
  revisions: readonly Revision[];
  /** Those judged so far, newest first: each one that is judged adds itself. */
  timestamps: DocumentTimestamp[];
  /** Makes revocation data of a signature known, kept within so many octets of the file. */
  addEvidence(evidence: Evidence, keptWithin: number | null): void;
  judging: Judging;
};

export function coverageOf(
  { range }: OpenedSignature,
  { revisions }: DocumentContext,
): VerifiedSignature['coverage'] {
  return {
    coversWholeDocument: range?.coversWholeDocument ?? false,
    signedLength: range?.end ?? 0,
    revision: range ? revisions.findLastIndex(({ end }) => end <= range.end) + 1 : 0,
    revisionCount: revisions.length,
  };
}

/** What later revisions changed, by what this signature permits (DocMDP, FieldMDP, Lock). */
export function changesSince(
  { range, field }: OpenedSignature,
  { file }: DocumentContext,
): RevisionComparison {
  if (!range) return { verdict: 'forbidden', changes: [] };
  const permissions = readPermissions(file, range.end, field.name);
  return compareRevisions(file, range.end, permissions ?? nothingPermitted);
}

/** The signed revision does not know this signature by its name. */
const nothingPermitted: RevisionPermissions = { level: 1, isCertified: false, lockedFields: [] };
