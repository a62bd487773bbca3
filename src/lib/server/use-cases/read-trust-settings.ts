import type { Context } from '../context.ts';

/** Whom verdicts may believe, DER: signers and TSAs apart, at the instant of the verdict. */
export type TrustSettings = {
  trustAnchors: Uint8Array[];
  timestampAnchors: Uint8Array[];
  at: Date;
};

export async function readTrustSettings(context: Context): Promise<TrustSettings> {
  const [trustAnchors, timestampAnchors] = await Promise.all([
    context.trustAnchors('signing'),
    context.trustAnchors('timestamping'),
  ]);
  return { trustAnchors, timestampAnchors, at: context.now() };
}
