import { createCanvas } from '@napi-rs/canvas';
import { EsclDevice } from '../../src/demo-scanner/escl-device.ts';
import { listen, type ListenOptions } from '../../src/demo-scanner/listener.ts';
import type { PageImage } from '../../src/demo-scanner/page-image.ts';

export type EsclSimulator = {
  device: EsclDevice;
  /** Address of its eSCL service. */
  address: string;
  /** The sheets in its feeder at the start. */
  pages: PageImage[];
  close(): Promise<void>;
};

/** The demo scanner's own program on a port of its own, with numbered sheets in the feeder. */
export async function startEsclSimulator(
  options: { pageCount?: number; tls?: NonNullable<ListenOptions['tls']> } = {},
): Promise<EsclSimulator> {
  const { pageCount = 5, tls } = options;
  const pages = numberedSheets(pageCount);
  const device = new EsclDevice(pages, { name: 'Máy quét thử <A4>' });
  const { address, close } = await listen(device, { port: 0, ...(tls && { tls }) });
  return { device, address, pages, close };
}

/** Sheets that differ: a number on white, in colour. */
export function numberedSheets(count: number): PageImage[] {
  return Array.from({ length: count }, (_, index) => {
    const canvas = createCanvas(620, 877);
    const context = canvas.getContext('2d');
    context.fillStyle = 'white';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.fillStyle = 'black';
    context.font = '200px sans-serif';
    context.fillText(String(index + 1), 200, 480);
    return { colour: canvas.toBuffer('image/jpeg', 90) };
  });
}
