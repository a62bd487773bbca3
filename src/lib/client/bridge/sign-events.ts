import { SignEventSchema, type SignEvent } from '#lib/protocol/bridge.ts';
import { readAnswerLines } from './answer-lines.ts';

/** The events of a batch; BRIDGE_NOT_RUNNING when they break off before `done` or `stopped`. */
export async function* readSignEvents(response: Response): AsyncGenerator<SignEvent> {
  for await (const event of readAnswerLines(response, SignEventSchema)) {
    yield event;
    if (event.event === 'done' || event.event === 'stopped') return;
  }
}
