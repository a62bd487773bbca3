import type { Bridge } from '#lib/client/bridge/bridge.ts';

/** Whoever signs a batch and tells each result as it comes: the bridge, or remote signing. */
export type BatchSigner = Pick<Bridge, 'signBatch' | 'resume'>;

/** One signer for a run: each batch goes to where its certificate is. */
export function signerByProvider(bridge: BatchSigner, remote: BatchSigner): BatchSigner {
  const remoteBatches = new Set<string>();
  return {
    signBatch(request, options) {
      if (request.provider !== 'csc') return bridge.signBatch(request, options);
      remoteBatches.add(request.batchId);
      return remote.signBatch(request, options);
    },
    resume: (batchId) => (remoteBatches.has(batchId) ? remote : bridge).resume(batchId),
  };
}
