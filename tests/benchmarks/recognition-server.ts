import { readFile, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { createServer } from 'vite';

const root = new URL('../..', import.meta.url).pathname;

/**
 * Serves `/recognition.html` with the modules from the sources, the images in `folder`, and keeps
 * what is posted to `/made` as `made.pdf` there.
 */
export async function serveRecognition(
  folder: string,
): Promise<AsyncDisposable & { origin: string; madePdf: string }> {
  const madePdf = join(folder, 'made.pdf');
  const server = await createServer({
    configFile: false,
    root,
    cacheDir: join(folder, 'vite'),
    logLevel: 'error',
    server: { host: '127.0.0.1', port: 0, hmr: false, watch: null },
    optimizeDeps: { include: ['tesseract.js', 'utif2'], noDiscovery: true },
    worker: { format: 'es' },
    plugins: [
      {
        name: 'recognition-page',
        configureServer({ middlewares }) {
          middlewares.use(async (request, response, next) => {
            const [, kind, name] = (request.url ?? '').split('/');
            if (kind === 'recognition.html') {
              response.setHeader('content-type', 'text/html');
              const module = '/tests/benchmarks/recognition-page.ts';
              response.end(`<script type="module" src="${module}"></script>`);
            } else if (kind === 'images' && name) {
              // The document keeps the bytes of what is called a JPEG.
              response.setHeader(
                'content-type',
                name.endsWith('.jpg') ? 'image/jpeg' : 'image/pgm',
              );
              response.end(await readFile(join(folder, basename(name))));
            } else if (kind === 'made' && request.method === 'POST') {
              await writeFile(madePdf, await bodyOf(request));
              response.end();
            } else next();
          });
        },
      },
    ],
  });
  await server.listen();
  const { port } = server.httpServer?.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    madePdf,
    [Symbol.asyncDispose]: () => server.close(),
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}
