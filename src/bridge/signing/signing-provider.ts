import type { CertificateInfo, ModuleState } from '#lib/protocol/bridge.ts';
import type { ErrorCode } from '#lib/domain/app-error.ts';
import type { SigningAlgorithm } from '#lib/domain/signing-algorithm.ts';

/** A source of signatures: tokens behind PKCS#11 modules, the demo files, VGCA Sign Service. */
export interface SigningProvider {
  readonly id: CertificateInfo['provider'];
  /** What can sign now, found anew each time; no PIN is needed for it. */
  list(): Promise<ProviderListing>;
  /** The drivers behind it with the tokens in their slots; asked often, so no token is opened. */
  drivers(): Promise<ModuleState[]>;
  /**
   * One login for one batch, with one try of the PIN. The caller wipes its PIN; `null` where the
   * token has a PIN pad. Throws PIN_…, TOKEN_…, NO_TOKEN, CERTIFICATE_MISMATCH, MODULE_FAILED.
   */
  open(certificateSha256: string, pin: Buffer | null): Promise<SigningSession>;
  /** Ends what the provider started. */
  close(): Promise<void>;
}

export interface SigningSession {
  /** Signature over these bytes: RSA block, or ECDSA in DER. */
  sign(toBeSigned: Uint8Array, algorithm: SigningAlgorithm): Promise<Buffer>;
  /** False once nothing more can come without a new PIN: token pulled out, driver gone. */
  isUsable(): boolean;
  /** Logs out and forgets. Never throws for a token that is gone. */
  close(): Promise<void>;
}

export type ProviderListing = {
  certificates: ListedCertificate[];
  /** Drivers that could not be asked. */
  problems: { module: string; code: ErrorCode }[];
};

export type ListedCertificate = {
  info: CertificateInfo;
  pin: {
    minLength: number;
    maxLength: number;
    /** Nobody types it into our dialog, which then only asks for consent. */
    hasPinPad: boolean;
    /** The program that asks for it in a window of its own. */
    askedBy?: string;
  };
};
