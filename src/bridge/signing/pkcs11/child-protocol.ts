import type { ErrorCode } from '#lib/domain/app-error.ts';
import type { SigningAlgorithm } from '#lib/domain/signing-algorithm.ts';
import type { CertificateInfo } from '#lib/protocol/bridge.ts';

/** Messages between the bridge and the child process of one module. The PIN goes over its own pipe. */
export type ChildRequest =
  | { id: number; deed: 'list' }
  | { id: number; deed: 'watch' }
  /** `pinBytes`: how many bytes of PIN wait in the pipe; `null` = the token's PIN pad asks. */
  | { id: number; deed: 'open'; certificateSha256: string; pinBytes: number | null }
  | { id: number; deed: 'sign'; digest: Uint8Array; algorithm: SigningAlgorithm }
  | { id: number; deed: 'close' };

export type ChildAnswer =
  | { id: number; deed: 'list'; tokens: ListedToken[] }
  | { id: number; deed: 'watch'; tokens: PresentToken[] }
  | { id: number; deed: 'open' }
  /** `pinState`: as the driver tells it after the login; `null` when the token is gone. */
  | { id: number; deed: 'close'; pinState: PresentToken['pinState'] | null }
  | { id: number; deed: 'sign'; signature: Uint8Array }
  | { id: number; deed: 'failed'; code: ErrorCode; details: Record<string, string> };

/** What a token tells of itself without being opened. */
export type PresentToken = {
  label: string;
  serialNumber: string;
  pinState: CertificateInfo['pinState'];
  hasPinPad: boolean;
};

export type ListedToken = PresentToken & {
  minPinLength: number;
  maxPinLength: number;
  /** DER of every X.509 certificate on the token, and whether its key asks for the PIN each time. */
  certificates: { der: Uint8Array; asksPinEachTime: boolean }[];
};

/** File descriptor over which the child reads the PIN. */
export const pinDescriptor = 4;
