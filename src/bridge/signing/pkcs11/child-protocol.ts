import type { ErrorCode } from '#lib/domain/app-error.ts';
import type { CertificateInfo } from '#lib/protocol/bridge.ts';

/** Messages between the bridge and the child process of one module. The PIN goes over its own pipe. */
export type ChildRequest =
  | { id: number; deed: 'list' }
  /** `pinBytes`: how many bytes of PIN wait in the pipe; `null` = the token's PIN pad asks. */
  | { id: number; deed: 'open'; certificateSha256: string; pinBytes: number | null }
  | { id: number; deed: 'sign'; digest: Uint8Array }
  | { id: number; deed: 'close' };

export type ChildAnswer =
  | { id: number; deed: 'list'; tokens: ListedToken[] }
  | { id: number; deed: 'open' | 'close' }
  | { id: number; deed: 'sign'; signature: Uint8Array }
  | { id: number; deed: 'failed'; code: ErrorCode; details: Record<string, string> };

export type ListedToken = {
  label: string;
  serialNumber: string;
  pinState: CertificateInfo['pinState'];
  minPinLength: number;
  maxPinLength: number;
  hasPinPad: boolean;
  /** DER of every X.509 certificate on the token, and whether its key asks for the PIN each time. */
  certificates: { der: Uint8Array; asksPinEachTime: boolean }[];
};

/** File descriptor over which the child reads the PIN. */
export const pinDescriptor = 4;
