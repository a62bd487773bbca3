/** A server process whose power goes at a chosen moment of a commit. Told what to do by `STATION`. */
import { createContext } from '#lib/server/context.ts';
import { commitDocument } from '#lib/server/use-cases/commit-document.ts';

const { env, person, documentId, point } = JSON.parse(process.env['STATION'] ?? '');
const context = await createContext(env, {
  reach: async (reached) => {
    if (reached === point) process.kill(process.pid, 'SIGKILL');
  },
});
await commitDocument(context, person, documentId);
