import { TokenEventSchema, type TokenEvent } from '#lib/protocol/bridge.ts';
import { readAnswerLines } from './answer-lines.ts';

/** What happens to the tokens; BRIDGE_NOT_RUNNING when the connection is lost. */
export async function* readTokenEvents(response: Response): AsyncGenerator<TokenEvent> {
  for await (const event of readAnswerLines(response, TokenEventSchema)) {
    yield event;
    if (event.event === 'superseded') return;
  }
}
