import type { Content } from '../use-cases/read-content.ts';

/**
 * A stored PDF over HTTP: ranges (RFC 9110 §14), a strong entity tag, and a sandbox, because scanned
 * papers come from outside and may carry anything.
 */
export function contentResponse(content: Content, request: Headers, isDownload: boolean): Response {
  const etag = `"${content.sha256}"`;
  const headers = new Headers({
    'content-type': 'application/pdf',
    'content-disposition': disposition(content.fileName, isDownload),
    'content-security-policy': "sandbox; default-src 'none'",
    'accept-ranges': 'bytes',
    'cache-control': 'private, no-cache',
    etag,
  });
  if (request.get('if-none-match') === etag) return new Response(null, { status: 304, headers });

  const range = parseRange(request.get('range'), content.sizeBytes);
  if (range === 'unsatisfiable') {
    headers.set('content-range', `bytes */${content.sizeBytes}`);
    return new Response(null, { status: 416, headers });
  }
  const { start, end } = range ?? { start: 0, end: content.sizeBytes - 1 };
  headers.set('content-length', String(end - start + 1));
  if (range !== null) headers.set('content-range', `bytes ${start}-${end}/${content.sizeBytes}`);
  return new Response(content.stream(start, end), { status: range === null ? 200 : 206, headers });
}

type Range = { start: number; end: number };

/** One range of bytes; null for none, or for several, which may be answered with the whole. */
export function parseRange(header: string | null, size: number): Range | 'unsatisfiable' | null {
  const match = /^bytes=(\d*)-(\d*)$/u.exec(header ?? '');
  const [, first = '', last = ''] = match ?? [];
  if (match === null || (first === '' && last === '')) return null;
  if (first === '') {
    const length = Math.min(Number(last), size);
    return length === 0 ? 'unsatisfiable' : { start: size - length, end: size - 1 };
  }
  const start = Number(first);
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (start >= size) return 'unsatisfiable';
  return end < start ? null : { start, end };
}

/** RFC 6266: the Vietnamese name in `filename*`, a plain one for old programs. */
function disposition(fileName: string, isDownload: boolean): string {
  const kind = isDownload ? 'attachment' : 'inline';
  const plain = fileName
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replace(/[đĐ]/gu, 'd')
    .replace(/[^\x20-\x7e]|["\\]/gu, '_');
  const encoded = encodeURIComponent(fileName).replace(/['()*]/gu, escapeCharacter);
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

const escapeCharacter = (character: string): string =>
  `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
