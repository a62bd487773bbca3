/** What the demo authority says of one of its certificates. */
export type DemoStatus =
  | { status: 'good' }
  | {
      status: 'revoked';
      revokedAt: Date;
      /** CRLReason of RFC 5280 §5.3.1; left out: not told. */
      reason?: number;
    }
  | { status: 'unknown' };

/** A line of the CRL. */
export type RevokedCertificate = {
  /** Lower-case hex, without leading zero octets. */
  serialNumber: string;
  revokedAt: Date;
  reason?: number;
};
