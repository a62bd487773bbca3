import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { EsclDevice } from './escl-device.ts';

export type ListeningDevice = {
  /** Address of its eSCL service. */
  address: string;
  port: number;
  close(): Promise<void>;
};

export type ListenOptions = {
  /** 0 lets the system choose. */
  port: number;
  /** Key and certificate, PEM: the device speaks https then. */
  tls?: { key: string; cert: string };
};

/** Lets the device answer on 127.0.0.1; rejects with the system's error when the port is taken. */
export async function listen(
  device: EsclDevice,
  { port, tls }: ListenOptions,
): Promise<ListeningDevice> {
  const server = tls ? createHttpsServer(tls) : createHttpServer();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const bound = portOf(server.address());
  const origin = `${tls ? 'https' : 'http'}://127.0.0.1:${bound}`;
  server.on('request', (request, response) => {
    device.answer(request, response, origin).catch(() => response.destroy());
  });
  return {
    address: `${origin}/eSCL`,
    port: bound,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('It listens on TCP');
  return address.port;
}
