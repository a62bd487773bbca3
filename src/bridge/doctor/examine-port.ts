import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { once } from 'node:events';
import * as v from 'valibot';
import { HealthSchema } from '#lib/protocol/bridge.ts';

export type PortState = 'free' | 'bridge' | 'other-program';

/** Who listens where the bridge would. */
export async function examinePort(port: number, origin: string): Promise<PortState> {
  if (!(await isTaken(port))) return 'free';
  try {
    const nonce = randomBytes(18).toString('base64url');
    const response = await fetch(`http://127.0.0.1:${port}/v1/health?c=${nonce}`, {
      headers: { origin },
      signal: AbortSignal.timeout(3_000),
    });
    return v.is(HealthSchema, await response.json()) ? 'bridge' : 'other-program';
  } catch {
    return 'other-program';
  }
}

async function isTaken(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
