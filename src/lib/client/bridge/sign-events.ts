import * as v from 'valibot';
import { AppError } from '#lib/domain/app-error.ts';
import { SignEventSchema, type SignEvent } from '#lib/protocol/bridge.ts';
import { reach } from './bridge-transport.ts';

/**
 * The events of an NDJSON answer, each as soon as its line is complete. Throws BRIDGE_NOT_RUNNING
 * when the answer breaks off before `done` or `stopped`.
 */
export async function* readSignEvents(response: Response): AsyncGenerator<SignEvent> {
  if (!response.body) throw new AppError('BRIDGE_NOT_RUNNING');
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reach(() => reader.read());
      if (done) throw new AppError('BRIDGE_NOT_RUNNING');
      const lines = (rest + decoder.decode(value, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const event of lines.map(parseLine)) {
        yield event;
        if (event.event === 'done' || event.event === 'stopped') return;
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function parseLine(line: string): SignEvent {
  try {
    return v.parse(SignEventSchema, JSON.parse(line));
  } catch (error) {
    throw new AppError('BRIDGE_BAD_REQUEST', { reason: 'answer' }, { cause: error });
  }
}
