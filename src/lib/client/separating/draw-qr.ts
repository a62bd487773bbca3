import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';
import wasmUrl from 'zxing-wasm/writer/zxing_writer.wasm?url';

/** A QR as an SVG path of unit squares. */
export type QrDrawing = { modules: number; path: string };

let isPrepared = false;

/**
 * The QR of a text with the most error correction: a quarter of it may be smudged. Its writer comes
 * from our own server.
 */
export async function drawQr(text: string): Promise<QrDrawing> {
  if (!isPrepared) {
    prepareZXingModule({ overrides: { locateFile: () => wasmUrl } });
    isPrepared = true;
  }
  const { symbol, error } = await writeBarcode(text, {
    format: 'QRCode',
    ecLevel: 'H',
    addQuietZones: false,
  });
  if (error !== '') throw new Error(`QR of ${text.length} characters: ${error}`);
  const { data, width } = symbol;
  let path = '';
  for (const [at, value] of data.entries()) {
    if (value === 0) path += `M${at % width} ${Math.floor(at / width)}h1v1h-1z`;
  }
  return { modules: width, path };
}
