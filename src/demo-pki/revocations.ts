import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import type { DemoStatus, RevokedCertificate } from '#lib/pki/demo-services/certificate-status.ts';

/** CRLReason (RFC 5280 §5.3.1). */
const reasonCodes = {
  keyCompromise: 1,
  affiliationChanged: 3,
  superseded: 4,
  cessationOfOperation: 5,
  certificateHold: 6,
  privilegeWithdrawn: 9,
} as const;
type Reason = keyof typeof reasonCodes;

const isReason = (text: string): text is Reason => Object.hasOwn(reasonCodes, text);

const RevocationsSchema = v.array(
  v.strictObject({
    /** As `openssl x509 -serial` prints it. */
    serialNumber: v.pipe(v.string(), v.regex(/^[\da-f]+$/iu)),
    revokedAt: v.pipe(v.string(), v.isoTimestamp()),
    reason: v.optional(v.pipe(v.string(), v.guard(isReason))),
  }),
);
/** One entry of `revoked.json`. */
export type Revocation = v.InferOutput<typeof RevocationsSchema>[number];

/** `revoked.json` is not what it should be. */
export class RevocationsBroken extends Error {
  override readonly name = 'RevocationsBroken';
}

/** The entries of the file; none where there is no file. Throws RevocationsBroken. */
export async function readRevocationFile(path: string): Promise<Revocation[]> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '[]';
    throw error;
  });
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), RevocationsSchema), text);
  if (!parsed.success) throw new RevocationsBroken(`${path}: ${v.summarize(parsed.issues)}`);
  return parsed.output;
}

/** The file's entries as the CRL and OCSP state them. Throws RevocationsBroken. */
export async function readRevocations(path: string): Promise<RevokedCertificate[]> {
  return (await readRevocationFile(path)).map(({ serialNumber, revokedAt, reason }) => ({
    serialNumber: serialNumber.toLowerCase().replace(/^0+(?=.)/u, ''),
    revokedAt: new Date(revokedAt),
    ...(reason !== undefined && { reason: reasonCodes[reason] }),
  }));
}

/** What the demo authority says of a serial number; all it has not revoked are good. */
export function statusAmong(
  revoked: readonly RevokedCertificate[],
  serialNumber: string,
): DemoStatus {
  const found = revoked.find((one) => one.serialNumber === serialNumber);
  if (!found) return { status: 'good' };
  const { revokedAt, reason } = found;
  return { status: 'revoked', revokedAt, ...(reason !== undefined && { reason }) };
}
