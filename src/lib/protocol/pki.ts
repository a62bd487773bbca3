import * as v from 'valibot';

/** Media types of RFC 3161 §3.4, RFC 6960 App. A and RFC 2585, as our endpoints speak them. */
export const mediaTypes = {
  timestampQuery: 'application/timestamp-query',
  timestampReply: 'application/timestamp-reply',
  ocspRequest: 'application/ocsp-request',
  ocspResponse: 'application/ocsp-response',
  crl: 'application/pkix-crl',
  certificate: 'application/pkix-cert',
} as const;

/** Requests are small: an imprint or a few certificate ids, a nonce, a policy. */
export const MAX_PKI_REQUEST_BYTES = 16_384;

/** `?url=` of `/api/pki/{ocsp,crl,issuer}`: an address that a certificate names. */
export const ServiceQuerySchema = v.object({
  url: v.pipe(v.string(), v.url(), v.maxLength(2000)),
});
