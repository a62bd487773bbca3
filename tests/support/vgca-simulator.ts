import { createHash, createPrivateKey, privateEncrypt, type KeyObject } from 'node:crypto';
import { createServer as createPlainServer, type IncomingMessage } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { encodeFrame, FrameReader, opcodes } from '#bridge/signing/vgca/websocket-frames.ts';
import type { DemoCertificate } from '#lib/pki/demo-authority.ts';
import { described, sign, type TestSigner } from './signed-pdf.ts';

/** What goes wrong at the service, or on the screen of the person in front of it. */
export type VgcaFault =
  | 'cancelled'
  | 'no-token'
  | 'wrong-certificate'
  | 'wrong-signature'
  | 'hangs'
  | 'closes'
  | 'not-json'
  /** Signs a document by writing it anew. */
  | 'rewrites'
  /** Signs twice over. */
  | 'signs-twice';

export type VgcaSimulator = {
  url: string;
  /** Operations in the order they were asked for, with their frames. */
  asked: { operation: string; text: string }[];
  /** From this operation on, counted from one after it is set; null: all is well. */
  fault: { kind: VgcaFault; from: number } | null;
  /** `documents`: a version that does not know JSON for `SignMsg`. */
  knows: 'hashes' | 'documents';
  /** Whether `GetCertInfo` tells the certificate itself. */
  tellsCertificate: boolean;
  /** What the upload handler of the server answered last. */
  uploadAnswers: unknown[];
  close(): Promise<void>;
};

/** DigestInfo of SHA-256 (RFC 8017 §9.2). */
const digestInfo = Buffer.from('3031300d060960864801650304020105000420', 'hex');
const acceptSuffix = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/**
 * VGCA Sign Service as its public clients describe it: one WebSocket per call, one text in, one text
 * out. `stranger` is whose token is in the PC when the certificate is wrong. `isPlain`: without TLS,
 * for clients that check certificates.
 */
export async function startVgcaSimulator(
  signer: TestSigner,
  stranger: TestSigner,
  { isPlain = false } = {},
): Promise<VgcaSimulator> {
  const tls = { key: pem(signer, 'key'), cert: pem(signer, 'certificate') };
  const server = isPlain ? createPlainServer() : createTlsServer(tls);
  const sockets = new Set<Duplex>();
  const simulator: VgcaSimulator = {
    url: '',
    asked: [],
    fault: null,
    knows: 'hashes',
    tellsCertificate: false,
    uploadAnswers: [],
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  server.on('upgrade', (request: IncomingMessage, socket: Duplex) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    acceptUpgrade(request, socket);
    const reader = new FrameReader();
    socket.on('data', (bytes: Buffer) => {
      for (const { opcode, payload } of reader.push(bytes)) {
        if (opcode !== opcodes.text) continue;
        const operation = (request.url ?? '').slice(1);
        void answer(operation, payload.toString('utf8')).then((text) => {
          if (text === 'hang') return;
          if (text === 'close') socket.end(encodeFrame(opcodes.close, Buffer.alloc(0), false));
          else sendInPieces(socket, text);
        });
      }
    });
  });

  async function answer(operation: string, text: string): Promise<string> {
    simulator.asked.push({ operation, text });
    if (operation === 'GetVersion') return 'VGCA Sign Service 2.0 (mô phỏng)';
    if (operation === 'GetCertInfo') return certificateInfo();
    const fault = takeFault();
    if (fault === 'hangs') return 'hang';
    if (fault === 'closes') return 'close';
    if (fault === 'not-json') return 'Lỗi không xác định';
    if (fault === 'cancelled') return JSON.stringify({ Status: 1, Message: 'Người dùng hủy ký' });
    if (fault === 'no-token') return JSON.stringify({ Status: 2, Error: 'Không tìm thấy token' });
    if (operation !== 'SignMsg') return await signDocument(JSON.parse(text), fault);
    if (simulator.knows === 'documents') return 'Dữ liệu ký không đúng định dạng';
    return signHash(JSON.parse(text), fault);
  }

  function takeFault(): VgcaFault | null {
    if (!simulator.fault) return null;
    simulator.fault.from -= 1;
    return simulator.fault.from <= 0 ? simulator.fault.kind : null;
  }

  function certificateInfo(): string {
    const CertInfo = simulator.tellsCertificate
      ? JSON.stringify({ Base64: base64(signer.certificate.certificate) })
      : 'CN=Người ký, SERIAL=51';
    return JSON.stringify({ Status: 0, CertInfo });
  }

  function signHash(request: unknown, fault: VgcaFault | null): string {
    const { HashAlg, HashValue, Encode } = strings(request);
    if (HashAlg !== 'SHA256' || Encode !== 'RSA') {
      return JSON.stringify({ Status: 19, Error: 'Dữ liệu không đúng' });
    }
    const used = fault === 'wrong-certificate' ? stranger : signer;
    const hash = Buffer.from(HashValue ?? '', 'base64');
    if (fault === 'wrong-signature') hash.reverse();
    const signature = privateEncrypt(keyOf(used), Buffer.concat([digestInfo, hash]));
    return JSON.stringify({
      Status: 0,
      Signature: base64(signature),
      CertBase64: base64(used.certificate.certificate),
    });
  }

  async function signDocument(request: unknown, fault: VgcaFault | null): Promise<string> {
    const { FileName = '', FileUploadHandler = '' } = strings(request);
    const fetched = await fetch(FileName);
    if (!fetched.ok) return JSON.stringify({ Status: 5, Message: 'Không tải được tệp' });
    const source = new Uint8Array(await fetched.arrayBuffer());
    const used = fault === 'wrong-certificate' ? stranger : signer;
    let signed = (await sign(described(source, 1), used)).bytes;
    if (fault === 'signs-twice') signed = (await sign(described(signed, 1), used)).bytes;
    if (fault === 'rewrites') signed = Uint8Array.from(signed, (byte, at) => (at === 9 ? 0 : byte));
    const form = new FormData();
    form.append('uploadfile', new Blob([new Uint8Array(signed)]), 'ket-qua.signed.pdf');
    const upload = await fetch(FileUploadHandler, { method: 'POST', body: form });
    const taken: unknown = await upload.json();
    simulator.uploadAnswers.push(taken);
    return JSON.stringify({ ...numbersAndStrings(taken), DocumentNumber: '', DocumentDate: '' });
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it listens on TCP');
  simulator.url = `${isPlain ? 'ws' : 'wss'}://127.0.0.1:${address.port}`;
  return simulator;
}

function acceptUpgrade(request: IncomingMessage, socket: Duplex): void {
  const key = request.headers['sec-websocket-key'] ?? '';
  const accept = createHash('sha1').update(`${key}${acceptSuffix}`).digest('base64');
  socket.write(
    [
      'HTTP/1.1 101 Switching Protocols',
      'Upgrade: websocket',
      'Connection: Upgrade',
      `Sec-WebSocket-Accept: ${accept}`,
      '\r\n',
    ].join('\r\n'),
  );
}

/** A ping first, and the frame cut in two, as any service may do. */
function sendInPieces(socket: Duplex, text: string): void {
  const frame = encodeFrame(opcodes.text, Buffer.from(text), false);
  const half = Math.floor(frame.length / 2);
  socket.write(encodeFrame(opcodes.ping, Buffer.from('?'), false));
  socket.write(frame.subarray(0, half));
  setImmediate(() => socket.write(frame.subarray(half)));
}

function keyOf({ certificate }: TestSigner): KeyObject {
  return createPrivateKey({
    key: Buffer.from(certificate.privateKeyPkcs8),
    format: 'der',
    type: 'pkcs8',
  });
}

function pem({ certificate }: { certificate: DemoCertificate }, what: 'key' | 'certificate') {
  const [label, der] =
    what === 'key'
      ? ['PRIVATE KEY', certificate.privateKeyPkcs8]
      : ['CERTIFICATE', certificate.certificate];
  return `-----BEGIN ${label}-----\n${base64(der)}\n-----END ${label}-----\n`;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

function strings(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(numbersAndStrings(value)).map(([name, each]) => [name, String(each)]),
  );
}

function numbersAndStrings(value: unknown): Record<string, string | number> {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string | number] =>
      ['string', 'number'].includes(typeof entry[1]),
    ),
  );
}
