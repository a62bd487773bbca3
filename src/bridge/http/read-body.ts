import type { IncomingMessage } from 'node:http';
import { AppError } from '#lib/domain/app-error.ts';

/** 200 items of signed attributes and their manifest take about 300 KB. */
export const maxBodyBytes = 2 * 1024 * 1024;

/** The body's bytes; throws BRIDGE_BAD_REQUEST as soon as it is more than the limit. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const announcedBytes = Number(request.headers['content-length'] ?? 0);
  if (announcedBytes > maxBodyBytes) throw tooLarge();
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    sizeBytes += bytes.length;
    if (sizeBytes > maxBodyBytes) throw tooLarge();
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function tooLarge(): AppError {
  return new AppError('BRIDGE_BAD_REQUEST', { reason: 'too-large', maxBytes: maxBodyBytes });
}
