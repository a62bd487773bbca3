import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { StartError } from '#bridge/start-error.ts';
import { mediaTypes } from '#lib/protocol/pki.ts';
import { RevocationsBroken } from './revocations.ts';
import { NotReadyYet, type DemoServices } from './services.ts';
import { wording } from './wording.ts';

const MAX_REQUEST_BYTES = 65_536;

/** Listens on 127.0.0.1; throws StartError when the port is taken. 0 lets the system choose. */
export async function listen(
  port: number,
  services: DemoServices,
  logFailure: (error: unknown) => void,
): Promise<Server> {
  const server = createServer((request, response) => {
    answer(request, services).then(
      (found) => send(response, found),
      (error: unknown) => {
        logFailure(error);
        send(response, failed(error));
      },
    );
  });
  server.requestTimeout = 10_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const isTaken = cause.code === 'EADDRINUSE';
      reject(isTaken ? new StartError(wording.portInUse(port), { cause }) : cause);
    });
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}

export function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('It listens on TCP');
  return address.port;
}

type Answer = { status: number; type: string; body: Uint8Array | string };

async function answer(request: IncomingMessage, services: DemoServices): Promise<Answer> {
  const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const type = request.headers['content-type'] ?? '';
  switch (`${request.method} ${pathname}`) {
    case 'POST /tsa': {
      if (type !== mediaTypes.timestampQuery) return plain(415, wording.wrongType);
      const body = await readBody(request);
      if (body === null) return plain(413, wording.tooLarge);
      return der(mediaTypes.timestampReply, await services.timestamp(body));
    }
    case 'POST /ocsp': {
      if (type !== mediaTypes.ocspRequest) return plain(415, wording.wrongType);
      const body = await readBody(request);
      if (body === null) return plain(413, wording.tooLarge);
      return der(mediaTypes.ocspResponse, await services.ocsp(body));
    }
    case 'GET /ca.crl':
      return der(mediaTypes.crl, await services.crl());
    case 'GET /ca.cer':
      return der(mediaTypes.certificate, await services.authorityCertificate());
  }
  // RFC 6960 App. A.1: the request in base64, percent-encoded, as the rest of the path.
  const [, encoded] = /^\/ocsp\/(.+)$/u.exec(pathname) ?? [];
  if (request.method === 'GET' && encoded !== undefined) {
    const asked = new Uint8Array(Buffer.from(decodeURIComponent(encoded), 'base64'));
    return der(mediaTypes.ocspResponse, await services.ocsp(asked));
  }
  return plain(404, wording.nothingHere);
}

/** null: more than any honest request. */
async function readBody(request: IncomingMessage): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request) {
    if (!(chunk instanceof Uint8Array)) throw new Error('A request body is bytes');
    size += chunk.length;
    if (size > MAX_REQUEST_BYTES) return null;
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

const der = (type: string, body: Uint8Array): Answer => ({ status: 200, type, body });
const plain = (status: number, body: string): Answer => ({
  status,
  type: 'text/plain; charset=utf-8',
  body: `${body}\n`,
});

function failed(error: unknown): Answer {
  if (error instanceof NotReadyYet) return plain(503, wording.notReady);
  if (error instanceof URIError) return plain(400, wording.nothingHere);
  if (error instanceof RevocationsBroken) return plain(500, wording.revocationsBroken);
  return plain(500, wording.failed);
}

function send(response: ServerResponse, { status, type, body }: Answer): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    // A refused request may still be sending.
    connection: 'close',
  });
  response.end(body);
}
