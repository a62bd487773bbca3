import * as v from 'valibot';
import { CertificateInfoSchema, SignBatchRequestSchema } from './bridge.ts';

/**
 * Remote signing by a service of the CSC API, asked by our server: the page never meets the service,
 * and no PIN or OTP is ever typed into a page of ours.
 *
 * `GET /api/signing/remote/certificates`: what the service keeps for the person who asks.
 */
export const RemoteCertificatesSchema = v.object({
  /** Of the service, as people know it; null where the server has none. */
  name: v.nullable(v.string()),
  certificates: v.array(CertificateInfoSchema),
});
export type RemoteCertificates = v.InferOutput<typeof RemoteCertificatesSchema>;

/**
 * `POST /api/signing/remote/batches`: the request that a bridge gets, for the provider `csc`, answered
 * with the same NDJSON events: `consent` while the person confirms on the service's own app. The same
 * request again and `GET /api/signing/remote/batches/{id}` (for ten minutes, at the server that began)
 * answer the same events; `POST …/{id}/cancel` ends the waiting.
 */
export const RemoteBatchRequestSchema = v.strictObject({
  ...SignBatchRequestSchema.entries,
  provider: v.literal('csc'),
});
export type RemoteBatchRequest = v.InferOutput<typeof RemoteBatchRequestSchema>;
