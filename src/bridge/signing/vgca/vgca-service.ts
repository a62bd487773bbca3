import { createHash, randomBytes, X509Certificate } from 'node:crypto';
import * as v from 'valibot';
import { AppError } from '#lib/domain/app-error.ts';
import type { VgcaOperation } from '#lib/protocol/vgca.ts';
import { isGenuine } from '../node-signatures.ts';
import { askLoopback, LoopbackFailure } from './ask-loopback.ts';
import {
  findCertificate,
  readVgcaAnswer,
  SignatureAnswerSchema,
  type VgcaAnswer,
} from './vgca-answer.ts';

export type VgcaTimes = {
  connectMs: number;
  probeMs: number;
  /** The person chooses a certificate and types the PIN in the service's own window. */
  signMs: number;
  /** The person places the signature, too. */
  documentMs: number;
};

export const vgcaTimes: VgcaTimes = {
  connectMs: 3_000,
  probeMs: 3_000,
  signMs: 3 * 60_000,
  documentMs: 15 * 60_000,
};

/** As the service names it; `DocNumber` and `IssuedDate` go to the operations that print them. */
export type VgcaDocumentRequest = {
  FileUploadHandler: string;
  SessionId: string;
  JWTToken: string;
  FileName: string;
  DocNumber: string;
  IssuedDate: string;
  MetaData: { Key: string; Value: string }[];
};

/** Whether a version signs hashes; null: not tried yet. */
export type SignsHashes = boolean | null;

/**
 * VGCA Sign Service of the Government Cipher Committee on this PC, by the protocol that its public
 * clients speak (`GetVersion`, `GetCertInfo`, `SignMsg`, document operations). Not tried against the
 * real service. Throws VGCA_NOT_RUNNING and VGCA_FAILED.
 */
export class VgcaService {
  readonly url: string;
  readonly #times: VgcaTimes;
  #signsHashes: SignsHashes = null;

  constructor(url: string, times: VgcaTimes = vgcaTimes) {
    this.url = url;
    this.#times = times;
  }

  get signsHashes(): SignsHashes {
    return this.#signsHashes;
  }

  /** What it says its version is; null when nothing answers there. Shows no window. */
  async version(): Promise<string | null> {
    try {
      const text = await this.#ask('GetVersion', 'GetVersion', this.#times.probeMs);
      return text.normalize('NFC').slice(0, 100);
    } catch (error) {
      if (error instanceof AppError) return null;
      throw error;
    }
  }

  /**
   * The certificate that it would sign with, DER: asked for, else learnt from a signature over words
   * that are nobody's document. The service may show its window and ask for the PIN.
   */
  async certificate(): Promise<Buffer> {
    const told = await this.#askCertificate();
    if (told) return told;
    const words = Buffer.from(`Trạm Số Hóa: đọc chứng thư ${randomBytes(16).toString('hex')}`);
    const { signature, certificate } = await this.signSha256(words);
    if (isGenuineBy(certificate, words, signature)) return certificate;
    throw new AppError('SIGNATURE_NOT_VERIFIED');
  }

  /**
   * RSA signature over the SHA-256 of these bytes, with the certificate that it says it used. Neither
   * is checked here. `reason: 'old-version'`: this version signs whole documents only.
   */
  async signSha256(data: Uint8Array): Promise<{ signature: Buffer; certificate: Buffer }> {
    const request = {
      HashAlg: 'SHA256',
      HashValue: createHash('sha256').update(data).digest('base64'),
      Encode: 'RSA',
    };
    const answer = await this.#operate('SignMsg', request, this.#times.signMs);
    const parsed = v.safeParse(SignatureAnswerSchema, answer);
    const certificate = parsed.success ? findCertificate(parsed.output.CertBase64) : null;
    if (!parsed.success || !certificate) throw this.#tooOld();
    this.#signsHashes = true;
    return { signature: Buffer.from(parsed.output.Signature, 'base64'), certificate };
  }

  /** Lets it fetch, show, sign and send back one PDF; resolves when it says that it has. */
  async signDocument(operation: VgcaOperation, request: VgcaDocumentRequest): Promise<void> {
    await this.#operate(operation, request, this.#times.documentMs);
  }

  /** Also older versions answer this; not all of them with the certificate itself. */
  async #askCertificate(): Promise<Buffer | null> {
    try {
      const text = await this.#ask('GetCertInfo', 'certinfo', this.#times.signMs);
      return findCertificate(readVgcaAnswer(text));
    } catch (error) {
      if (error instanceof AppError && error.code === 'VGCA_FAILED') return null;
      throw error;
    }
  }

  async #operate(operation: string, request: object, answerMs: number): Promise<VgcaAnswer> {
    const text = await this.#ask(operation, JSON.stringify(request), answerMs);
    try {
      return readVgcaAnswer(text);
    } catch (error) {
      const isOld = error instanceof AppError && error.details.reason === 'old-version';
      throw isOld && operation === 'SignMsg' ? this.#tooOld() : error;
    }
  }

  #tooOld(): AppError {
    this.#signsHashes = false;
    return new AppError('VGCA_FAILED', { reason: 'old-version' });
  }

  async #ask(operation: string, text: string, answerMs: number): Promise<string> {
    try {
      const { connectMs } = this.#times;
      return await askLoopback(new URL(`/${operation}`, this.url), text, { connectMs, answerMs });
    } catch (error) {
      if (!(error instanceof LoopbackFailure)) throw error;
      const { reason } = error;
      const isThere = reason === 'closed' || reason === 'no-answer';
      if (isThere) throw new AppError('VGCA_FAILED', { reason }, { cause: error });
      throw new AppError('VGCA_NOT_RUNNING', {}, { cause: error });
    }
  }
}

/** Whether these bytes were signed with the key of this certificate, as the service signs. */
export function isGenuineBy(certificate: Buffer, data: Uint8Array, signature: Buffer): boolean {
  const { publicKey } = new X509Certificate(certificate);
  if (publicKey.asymmetricKeyType !== 'rsa') return false;
  return isGenuine(publicKey, data, signature, 'RSA-PKCS1-SHA256');
}
