import * as v from 'valibot';
import { AppError } from '#lib/domain/app-error.ts';
import { isCertificate } from '../certificate-info.ts';

/** The service writes its texts for people; more than this is none. */
const maxMessageLength = 300;
const maxDepth = 4;

const Text = v.optional(v.nullable(v.string()));
const AnswerSchema = v.looseObject({
  Status: v.pipe(v.union([v.number(), v.string()]), v.transform(Number)),
  Message: Text,
  Error: Text,
});
export type VgcaAnswer = v.InferOutput<typeof AnswerSchema>;

export const SignatureAnswerSchema = v.looseObject({
  Signature: v.pipe(v.string(), v.base64()),
  CertBase64: v.string(),
});

/**
 * What the service answers to an operation. Zero is the only status whose meaning is proven: any
 * other is VGCA_FAILED with the service's own words. What is no such JSON comes from a version that
 * does not know the operation (`reason: 'old-version'`).
 */
export function readVgcaAnswer(text: string): VgcaAnswer {
  const parsed = v.safeParse(AnswerSchema, parseJson(text));
  if (!parsed.success) throw new AppError('VGCA_FAILED', { reason: 'old-version' });
  const { Status: status, Message: message, Error: error } = parsed.output;
  if (status === 0) return parsed.output;
  const told = (message || error || '').normalize('NFC').slice(0, maxMessageLength);
  throw new AppError('VGCA_FAILED', { status, ...(told && { told }) });
}

/** The certificate of the first text in an answer that is one, PEM or base64; null for none. */
export function findCertificate(value: unknown, depth = 0): Buffer | null {
  if (typeof value === 'string') return certificateOf(value) ?? findInText(value, depth);
  if (depth >= maxDepth || typeof value !== 'object' || value === null) return null;
  for (const each of Object.values(value)) {
    const found = findCertificate(each, depth + 1);
    if (found) return found;
  }
  return null;
}

/** `CertInfo` may be JSON within a text. */
function findInText(text: string, depth: number): Buffer | null {
  const inner = /^\s*[[{]/u.test(text) ? parseJson(text) : null;
  return inner === null ? null : findCertificate(inner, depth + 1);
}

function certificateOf(text: string): Buffer | null {
  const base64 = text.replaceAll(/-----[A-Z ]+-----|\s/gu, '');
  if (base64.length < 300 || !/^[\w+/]+=*$/u.test(base64)) return null;
  const der = Buffer.from(base64, 'base64');
  return isCertificate(der) ? der : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
