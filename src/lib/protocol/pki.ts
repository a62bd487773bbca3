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

/** Why an outside service gave no usable answer: `details.reason` of the AppError. */
export const serviceRefusals = [
  /** Not in the server's allow-list. */
  'address-not-allowed',
  'address-private',
  'unreachable',
  'too-slow',
  'redirected',
  /** Its answer was a refusal (4xx), or that it failed itself (5xx). */
  'refused',
  'failed',
  'wrong-type',
  'too-large',
  'not-der',
  /** Too many questions wait already. */
  'busy',
  'not-configured',
  'server-unreachable',
] as const;
export type ServiceRefusal = (typeof serviceRefusals)[number];
