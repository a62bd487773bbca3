import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export type PeerRequest = {
  method: string;
  path: string;
  type: string;
  authorization: string;
  body: Buffer;
};

/** An outside service on this machine that answers as a test tells it to. */
export type HttpPeer = {
  port: number;
  url: string;
  /** Everything that was asked, in order. */
  requests: PeerRequest[];
  close(): Promise<void>;
};

export type PeerAnswer = (request: PeerRequest, response: ServerResponse) => void | Promise<void>;

export async function startHttpPeer(answer: PeerAnswer): Promise<HttpPeer> {
  const requests: PeerRequest[] = [];
  const server = createServer((incoming, response) => {
    void readRequest(incoming).then((request) => {
      requests.push(request);
      return answer(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a peer listens on TCP');
  return {
    port: address.port,
    url: `http://127.0.0.1:${address.port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readRequest(incoming: IncomingMessage): Promise<PeerRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  return {
    method: incoming.method ?? '',
    path: incoming.url ?? '',
    type: incoming.headers['content-type'] ?? '',
    authorization: incoming.headers.authorization ?? '',
    body: Buffer.concat(chunks),
  };
}
