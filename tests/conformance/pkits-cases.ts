import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';

/** `pkits.json`: one entry per path that NIST PKITS asks about. */
const CaseSchema = v.object({
  id: v.string(),
  name: v.string(),
  cert: v.string(),
  other_certs: v.optional(v.array(v.string()), []),
  crls: v.optional(v.array(v.string()), []),
  /** Certificates in the path, the anchor counted. */
  path_len: v.number(),
  /** The path as given, where names alone would never find it: nearest the leaf first. */
  path_intermediates: v.optional(v.array(v.string())),
  params: v.optional(
    v.object({
      user_initial_policy_set: v.optional(v.array(v.string())),
      initial_explicit_policy: v.optional(v.boolean()),
      initial_policy_mapping_inhibit: v.optional(v.boolean()),
      initial_any_policy_inhibit: v.optional(v.boolean()),
    }),
    {},
  ),
  /** Set where the path has to be refused; the words say why. */
  error: v.optional(v.object({ msg_regex: v.string() })),
});
export type PkitsCase = v.InferOutput<typeof CaseSchema>;

/** `folder`: with `pkits.json`, `certs/` and `crls/`. */
export function readPkitsCases(folder: string): PkitsCase[] {
  const text = readFileSync(join(folder, 'pkits.json'), 'utf8');
  return v.parse(v.array(CaseSchema), JSON.parse(text));
}
