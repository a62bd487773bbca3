import { zlibSync } from 'fflate';
import { ownBytes, type Bytes } from '#lib/pki/bytes.ts';
import { dict, name, PdfStream, type PdfObject } from '../objects/pdf-object.ts';

/** Above this the platform's own compressor is faster than asking it costs. */
const LARGE_BYTES = 65_536;

/** A stream under FlateDecode. */
export async function deflatedStream(
  entries: Readonly<Record<string, PdfObject>>,
  data: Uint8Array,
): Promise<PdfStream> {
  return new PdfStream(dict({ ...entries, Filter: name('FlateDecode') }), await deflate(data));
}

/** zlib format. */
export async function deflate(data: Uint8Array): Promise<Bytes> {
  if (data.length < LARGE_BYTES) return ownBytes(zlibSync(data));
  const packed = new Blob([ownBytes(data)]).stream().pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}
