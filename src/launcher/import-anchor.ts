/**
 * Makes a CA certificate a trust anchor of this station, with a record of where it comes from:
 *
 *     node src/launcher/import-anchor.ts root.crt --source "Công văn …, đối chiếu qua điện thoại"
 *
 * `--fingerprint HEX` (SHA-256, or SHA-1 of an older publication), from a source other than the one
 * of the file; without it the command shows the fingerprints and asks. `--by NAME`, else the
 * system's user. `--purpose signing|timestamping`, both when left out. `--service URL`, an OCSP, CRL
 * or issuer address below which the server may ask; repeatable. `--folder DIR`, else the first of
 * TRUST_ANCHORS_DIR, else `trust-anchors` in DATA_DIR.
 */
import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { anchorPurposes, AnchorProvenanceSchema } from '#lib/protocol/trust-anchors.ts';
import {
  examineCandidate,
  importTrustAnchor,
  isFingerprintOf,
  type AnchorCandidate,
} from '#lib/server/trust-anchors/import-trust-anchor.ts';
import { knownAnchorName } from '#lib/server/trust-anchors/known-anchors.ts';
import { anchorWording as wording } from './anchor-wording.ts';
import { complain, say, StartProblem } from './report.ts';

const OriginSchema = v.omit(AnchorProvenanceSchema, ['sha256']);

async function run(): Promise<void> {
  const { file, fingerprint, folder, origin } = readArguments();
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new StartProblem(wording.fileUnreadable(file), wording.checkPath, { cause });
  });
  const now = new Date();
  const { candidate, refusals } = examineCandidate(bytes, now);
  if (candidate) say(wording.described(candidate, knownAnchorName(candidate.sha1)));
  if (!candidate || refusals.length > 0) {
    const reasons = refusals.map((refusal) => wording.refusals[refusal]).join(' ');
    throw new StartProblem(wording.refused(reasons), wording.askIssuer);
  }
  await confirm(candidate, fingerprint);
  const path = await importTrustAnchor(folder, candidate, {
    ...origin,
    importedAt: now.toISOString(),
  });
  say(wording.imported(path));
}

function parseOptions() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        source: { type: 'string' },
        fingerprint: { type: 'string' },
        by: { type: 'string' },
        purpose: { type: 'string', multiple: true },
        service: { type: 'string', multiple: true },
        folder: { type: 'string' },
      },
    });
  } catch (cause) {
    throw new StartProblem(wording.wrongArguments, wording.usage, { cause });
  }
}

function readArguments() {
  const { values, positionals } = parseOptions();
  const [file, ...others] = positionals;
  const origin = v.safeParse(OriginSchema, {
    source: values.source ?? '',
    importedAt: new Date().toISOString(),
    importedBy: values.by ?? userInfo().username,
    purposes: values.purpose ?? anchorPurposes,
    services: values.service ?? [],
  });
  if (file === undefined || others.length > 0 || !origin.success) {
    throw new StartProblem(wording.wrongArguments, wording.usage);
  }
  const folder = values.folder ?? usualFolder();
  return { file, fingerprint: values.fingerprint, folder, origin: origin.output };
}

function usualFolder(): string {
  const [configured] = (process.env.TRUST_ANCHORS_DIR ?? '').split(delimiter);
  if (configured) return configured;
  const root = resolve(import.meta.dirname, '..', '..');
  return join(resolve(root, process.env.DATA_DIR ?? 'var'), 'trust-anchors');
}

/** A fingerprint from elsewhere that fits, or a person who says that they compared it. */
async function confirm(candidate: AnchorCandidate, fingerprint?: string): Promise<void> {
  if (fingerprint !== undefined) {
    if (isFingerprintOf(fingerprint, candidate)) return;
    throw new StartProblem(wording.fingerprintDiffers, wording.askIssuer);
  }
  if (!process.stdin.isTTY) throw new StartProblem(wording.nobodyToAsk, wording.usage);
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const answer = await terminal.question(wording.question);
    if (isFingerprintOf(answer, candidate)) return;
    const tail = answer.toLowerCase().replace(/[\s:]/gu, '');
    if (tail.length >= 8 && candidate.sha256.endsWith(tail)) return;
  } finally {
    terminal.close();
  }
  throw new StartProblem(wording.notConfirmed, wording.askIssuer);
}

run().catch((problem: unknown) => {
  complain(problem);
  process.exitCode = 1;
});
