import type { Permission, Person } from '#lib/domain/access.ts';
import { AppError } from '#lib/domain/app-error.ts';
import type { Context } from '../context.ts';
import { requirePermission } from './require-permission.ts';

/** 200 documents with two timestamps each, twice within the window, and what their chains need. */
const MAX_QUESTIONS = 1200;
const WINDOW_MS = 10 * 60_000;

/** A timestamp from the configured TSA. Throws `TSA_UNREACHABLE`, `TOO_MANY_REQUESTS`. */
export async function askTimestamp(
  context: Context,
  person: Person | null,
  readRequest: () => Promise<Uint8Array>,
): Promise<Uint8Array> {
  await admit(context, person, 'document.digitize', 'document.certify');
  const { timestamp } = context.validationServices;
  if (timestamp === null) throw new AppError('TSA_UNREACHABLE', { reason: 'not-configured' });
  return timestamp(await readRequest());
}

/** What an OCSP responder of the allow-list says. Throws `REVOCATION_UNREACHABLE`, `TOO_MANY_REQUESTS`. */
export async function askOcsp(
  context: Context,
  person: Person | null,
  url: string,
  readRequest: () => Promise<Uint8Array>,
): Promise<Uint8Array> {
  await admit(context, person, 'document.read');
  return context.validationServices.ocsp(url, await readRequest());
}

/** A CRL of the allow-list. Throws `REVOCATION_UNREACHABLE`, `TOO_MANY_REQUESTS`. */
export async function askCrl(
  context: Context,
  person: Person | null,
  url: string,
): Promise<Uint8Array> {
  await admit(context, person, 'document.read');
  return context.validationServices.crl(url);
}

/** The certificate of an issuer, from the allow-list. Throws as `askCrl` does. */
export async function askIssuerCertificates(
  context: Context,
  person: Person | null,
  url: string,
): Promise<Uint8Array> {
  await admit(context, person, 'document.read');
  return context.validationServices.issuerCertificates(url);
}

/**
 * Timestamps are for those who sign, the status of certificates for all who read documents; each
 * person only so often, on all instances of the server together.
 */
async function admit(
  context: Context,
  person: Person | null,
  ...anyOf: readonly [Permission, ...Permission[]]
): Promise<void> {
  requirePermission(person, ...anyOf);
  const { throttle } = context.stores;
  if (await throttle.take(`pki:${person.id}`, MAX_QUESTIONS, WINDOW_MS, context.now())) return;
  throw new AppError('TOO_MANY_REQUESTS', { retryAfterSeconds: WINDOW_MS / 1000 });
}
