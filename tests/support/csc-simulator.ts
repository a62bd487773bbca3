import { createPrivateKey, privateEncrypt, randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { startHttpPeer, type HttpPeer, type PeerRequest } from './http-peer.ts';
import type { TestSigner } from './signed-pdf.ts';

/** What goes wrong at the service. */
export type CscFault =
  /** Gives out activation data that it does not know later. */
  | 'wrong-sad'
  | 'sad-expired'
  /** Signs something else than it was asked. */
  | 'other-hash'
  /** One signature of the batch is missing; or the list is one too short. */
  | 'one-missing'
  | 'too-few'
  | 'down'
  | 'redirects'
  | 'not-json'
  | 'hangs';

export type SimulatedCredential = {
  id: string;
  signer: TestSigner;
  mode: 'implicit' | 'explicit' | 'oauth2code';
  multisign: number;
  keyStatus: 'enabled' | 'disabled';
  certStatus: 'valid' | 'revoked';
};

export type CscSimulator = HttpPeer & {
  /** By the id of the user at the service. */
  credentials: Map<string, SimulatedCredential[]>;
  /** What the person does on the phone: at once, after two looks, never, or refuses. */
  person: 'is-there' | 'confirms-later' | 'never-answers' | 'declines';
  /** Whether signatures come later, too. */
  isAsynchronous: boolean;
  fault: CscFault | null;
  /** What the person was shown. */
  shown: string[];
};

export const cscClient = { clientId: 'tram-so-hoa', clientSecret: 'bí mật của máy chủ' };

/** Both parts form-encoded (RFC 6749 §2.3.1). */
const basic = base64(
  Buffer.from([cscClient.clientId, cscClient.clientSecret].map(encodeURIComponent).join(':')),
);
const sha256Oid = '2.16.840.1.101.3.4.2.1';
const sha256WithRsaOid = '1.2.840.113549.1.1.11';
const digestInfo = Buffer.from('3031300d060960864801650304020105000420', 'hex');

type Activated = { credentialID: string; hashes: string[]; looks: number };

/** A remote signing service of the CSC API v2 shape, whose activation data is good for exact hashes. */
export async function startCscSimulator(): Promise<CscSimulator> {
  const token = randomUUID();
  const activated = new Map<string, Activated>();
  const responses = new Map<string, { signatures: (string | null)[]; looks: number }>();
  const peer = await startHttpPeer(answer);
  const simulator: CscSimulator = {
    ...peer,
    credentials: new Map(),
    person: 'is-there',
    isAsynchronous: false,
    fault: null,
    shown: [],
  };
  return simulator;

  function answer(request: PeerRequest, response: ServerResponse): void {
    const { fault } = simulator;
    if (fault === 'down') return send(response, 503, { error: 'server_error' });
    if (fault === 'hangs' && request.path.endsWith('/signHash')) return;
    if (fault === 'not-json') return void response.end('<html>Bảo trì</html>');
    if (fault === 'redirects') {
      return void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
    }
    if (request.path === '/csc/v2/oauth2/token') return send(response, ...giveToken(request));
    if (request.authorization !== `Bearer ${token}`) {
      return send(response, 401, { error: 'invalid_token' });
    }
    const body: unknown = JSON.parse(request.body.toString('utf8'));
    const operation = request.path.replace('/csc/v2/', '');
    const [status, json] = operate(operation, record(body));
    send(response, status, json);
  }

  function giveToken({ type, authorization, body }: PeerRequest): [number, object] {
    const isForm = type === 'application/x-www-form-urlencoded';
    if (!isForm || body.toString() !== 'grant_type=client_credentials') return refused('form');
    if (authorization !== `Basic ${basic}`) return [401, { error: 'invalid_client' }];
    return [200, { access_token: token, token_type: 'Bearer', expires_in: 600 }];
  }

  function operate(operation: string, body: Record<string, unknown>): [number, object] {
    switch (operation) {
      case 'credentials/list': {
        const own = simulator.credentials.get(String(body.userID)) ?? [];
        return [200, { credentialIDs: own.map(({ id }) => id) }];
      }
      case 'credentials/info':
        return tellCredential(String(body.credentialID));
      case 'credentials/authorize':
        return authorize(body);
      case 'credentials/authorizeCheck':
        return checkAuthorization(String(body.handle));
      case 'signatures/signHash':
        return signHashes(body);
      case 'signatures/signPolling':
        return pollSignatures(String(body.responseID));
      default:
        return refused('operation');
    }
  }

  function tellCredential(id: string): [number, object] {
    const found = find(id);
    if (!found) return refused('credentialID');
    const { certificate, authority } = found.signer;
    return [
      200,
      {
        key: {
          status: found.keyStatus,
          algo: ['1.2.840.113549.1.1.1', sha256WithRsaOid],
          len: 2048,
        },
        cert: {
          status: found.certStatus,
          certificates: [certificate.certificate, authority.certificate].map(base64),
        },
        auth: { mode: found.mode },
        SCAL: '2',
        multisign: found.multisign,
      },
    ];
  }

  function authorize(body: Record<string, unknown>): [number, object] {
    const { credentialID, numSignatures, description, hashAlgorithmOID } = body;
    const hashes = texts(body.hashes);
    const credential = find(String(credentialID));
    if ('PIN' in body || 'OTP' in body || 'authData' in body) return refused('authData');
    const isPlain = credential?.mode === 'implicit' && hashAlgorithmOID === sha256Oid;
    if (!isPlain || numSignatures !== hashes.length) return refused('authorize');
    if (hashes.length > credential.multisign) return refused('numSignatures');
    simulator.shown.push(String(description));
    const key = randomUUID();
    activated.set(key, { credentialID: credential.id, hashes, looks: 0 });
    if (simulator.person !== 'is-there') return [200, { handle: key }];
    return [200, { SAD: sadOf(key), expiresIn: 300 }];
  }

  function checkAuthorization(handle: string): [number, object] {
    const known = activated.get(handle);
    if (!known) return refused('handle');
    known.looks += 1;
    if (simulator.person === 'declines') {
      return [400, { error: 'access_denied', error_description: 'Người dùng từ chối trên app' }];
    }
    const isConfirmed = simulator.person === 'confirms-later' && known.looks > 2;
    return isConfirmed ? [200, { SAD: sadOf(handle), expiresIn: 300 }] : [202, {}];
  }

  function sadOf(key: string): string {
    return simulator.fault === 'wrong-sad' ? randomUUID() : key;
  }

  function signHashes(body: Record<string, unknown>): [number, object] {
    if (simulator.fault === 'sad-expired') {
      return [400, { error: 'expired_token', error_description: 'SAD đã hết hạn' }];
    }
    const known = activated.get(String(body.SAD));
    activated.delete(String(body.SAD));
    const hashes = texts(body.hashes);
    const isAllowed =
      known?.credentialID === body.credentialID &&
      JSON.stringify(known?.hashes) === JSON.stringify(hashes) &&
      body.signAlgo === sha256WithRsaOid;
    const credential = find(String(body.credentialID));
    if (!isAllowed || !credential) return [400, { error: 'invalid_request' }];
    const signatures = hashes.map((hash, index) => signOne(credential, hash, index));
    if (simulator.fault === 'too-few') signatures.pop();
    if (!simulator.isAsynchronous) return [200, { signatures }];
    const responseID = randomUUID();
    responses.set(responseID, { signatures, looks: 0 });
    return [200, { responseID }];
  }

  function pollSignatures(responseID: string): [number, object] {
    const known = responses.get(responseID);
    if (!known) return refused('responseID');
    known.looks += 1;
    return known.looks > 1 ? [200, { signatures: known.signatures }] : [202, {}];
  }

  function signOne({ signer }: SimulatedCredential, hash: string, index: number): string | null {
    if (simulator.fault === 'one-missing' && index === 1) return null;
    const bytes = Buffer.from(hash, 'base64');
    if (simulator.fault === 'other-hash' && index === 1) bytes.reverse();
    const key = createPrivateKey({
      key: Buffer.from(signer.certificate.privateKeyPkcs8),
      format: 'der',
      type: 'pkcs8',
    });
    return base64(privateEncrypt(key, Buffer.concat([digestInfo, bytes])));
  }

  function find(id: string): SimulatedCredential | undefined {
    return [...simulator.credentials.values()].flat().find((each) => each.id === id);
  }
}

function refused(what: string): [number, object] {
  return [400, { error: 'invalid_request', error_description: what }];
}

function send(response: ServerResponse, status: number, json: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(json));
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
