/**
 * The outside services that signatures need. A page reaches them through the server, the server by
 * its own allow-list; both behave the same: bytes in, bytes out, nothing is believed here.
 *
 * All of them throw `AppError`: `TSA_UNREACHABLE` or `REVOCATION_UNREACHABLE` when there is no answer.
 */
export interface ValidationServices {
  /** DER TimeStampReq → DER TimeStampResp (RFC 3161). null: no TSA is configured. */
  timestamp: ((request: Uint8Array) => Promise<Uint8Array>) | null;
  /** DER OCSPRequest → DER OCSPResponse (RFC 6960). */
  ocsp(url: string, request: Uint8Array): Promise<Uint8Array>;
  /** DER CRL, whole or delta (RFC 5280 §5). */
  crl(url: string): Promise<Uint8Array>;
  /** DER certificates of an issuer (AIA caIssuers): one certificate, or a certs-only CMS. */
  issuerCertificates(url: string): Promise<Uint8Array>;
}
