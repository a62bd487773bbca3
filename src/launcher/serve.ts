/** The web server process: the built workstation on one address. Configured by environment only. */
import { createServer, type RequestListener } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = join(import.meta.dirname, '..', '..');
const origin = new URL(process.env.ORIGIN ?? 'http://127.0.0.1:4173');
const host = process.env.HOST ?? '127.0.0.1';
const port = Number(process.env.PORT ?? origin.port);

const built: unknown = await import(pathToFileURL(join(root, 'build', 'handler.js')).href);
if (!hasHandler(built)) throw new Error('build/handler.js has no handler');
const { handler } = built;

const server = createServer((request, response) => {
  // One address for everybody: cookies, form actions and the pairing belong to one origin.
  if (request.headers.host === `localhost:${port}` && origin.hostname === '127.0.0.1') {
    response.writeHead(308, { location: new URL(request.url ?? '/', origin).href }).end();
    return;
  }
  handler(request, response);
});
server.on('error', (error: NodeJS.ErrnoException) => {
  process.stderr.write(`Không mở được cổng ${port}: ${error.message}\n`);
  process.exit(1);
});
server.listen(port, host);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    server.close(() => process.exit(0));
    server.closeIdleConnections();
    setTimeout(() => process.exit(0), 3000).unref();
  });
}

function hasHandler(module: unknown): module is { handler: RequestListener } {
  return typeof module === 'object' && module !== null && 'handler' in module;
}
