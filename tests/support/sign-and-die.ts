/** A server process whose power goes at a chosen moment of taking a signature. Told what to do by `STATION`. */
import { createContext } from '#lib/server/context.ts';
import { addSignature } from '#lib/server/use-cases/add-signature.ts';

const { env, person, documentId, request, point } = JSON.parse(process.env['STATION'] ?? '');
const context = await createContext(env, {
  reach: async (reached) => {
    if (reached === point) process.kill(process.pid, 'SIGKILL');
  },
});
const appended = Uint8Array.from(Buffer.from(request.appended, 'base64'));
await addSignature(context, person, documentId, { ...request, appended });
