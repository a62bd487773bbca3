import * as v from 'valibot';
import { AppError } from '#lib/domain/app-error.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { PairingParts } from '../pairing/accept-pairing.ts';
import type { Pairing } from '../pairing/pairings.ts';
import type { Scanning } from '../scanning/open-scanning.ts';
import type { BatchDesk } from '../signing/batch-desk.ts';
import type { SigningProvider } from '../signing/signing-provider.ts';
import type { TokenWatch } from '../signing/token-watch.ts';
import type { VgcaDesk } from '../signing/vgca/vgca-desk.ts';
import type { SingleUse } from '../storage/single-use.ts';
import type { BridgeAnswer, BridgeRequest } from './listener.ts';

export type RouteParts = {
  version: string;
  pairing: PairingParts;
  usedNonces: SingleUse;
  providers: readonly SigningProvider[];
  desk: BatchDesk;
  /** null: switched off. */
  vgcaDesk: VgcaDesk | null;
  watch: TokenWatch;
  scanning: Scanning;
  audit: AuditLog;
  now: () => Date;
};

/** `id` and `pageId`: the parts of the path in brackets. */
export type Asked = { request: BridgeRequest; parts: RouteParts; id: string; pageId: string };
export type PairedAsked = Asked & { pairing: Pairing };
export type Route = { method: string; path: RegExp } & (
  | { access: 'origin'; answer(asked: Asked): Promise<BridgeAnswer> }
  | { access: 'paired'; answer(asked: PairedAsked): Promise<BridgeAnswer> }
);

/** The body as the schema wants it; throws BRIDGE_BAD_REQUEST. */
export function parseBody<Schema extends v.GenericSchema>(
  schema: Schema,
  body: Buffer,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, parseJson(body));
  if (parsed.success) return parsed.output;
  throw new AppError('BRIDGE_BAD_REQUEST', { reason: 'content' });
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw new AppError('BRIDGE_BAD_REQUEST', { reason: 'content' }, { cause: error });
  }
}
