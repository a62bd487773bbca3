import * as v from 'valibot';
import { AppError } from '#lib/domain/app-error.ts';
import type { CscSettings } from './csc-settings.ts';

/** Certificates of a person, or two hundred signatures. */
const maxAnswerBytes = 4 * 1024 * 1024;
/** The service's own words are for people; more than this is none. */
const maxToldLength = 300;
/** A token is not used in its last moments. */
const tokenLeewayMs = 30_000;

const TokenSchema = v.looseObject({
  access_token: v.pipe(v.string(), v.minLength(1)),
  expires_in: v.optional(v.number(), 300),
});
const ErrorSchema = v.looseObject({ error: v.string(), error_description: v.optional(v.string()) });

/** What a request came to: done, or (202) not yet. */
export type CscAnswer<Output> = { isPending: false; output: Output } | { isPending: true };

/** Requests to the one configured address, as our own client (OAuth 2.0 client credentials). */
export class CscTransport {
  readonly #settings: CscSettings;
  readonly #nowMs: () => number;
  #token: { value: string; untilMs: number } | null = null;

  constructor(settings: CscSettings, nowMs: () => number) {
    this.#settings = settings;
    this.#nowMs = nowMs;
  }

  /**
   * Asks one operation. Throws REMOTE_SIGNING_FAILED with a reason (`unreachable`, `too-slow`,
   * `refused`, `declined`, `expired`, `failed`, `wrong-type`) and the service's own words, and
   * USER_CANCELLED when the signal is aborted.
   */
  async ask<Schema extends v.GenericSchema>(
    operation: string,
    body: object,
    schema: Schema,
    signal: AbortSignal,
  ): Promise<CscAnswer<v.InferOutput<Schema>>> {
    const response = await this.#send(
      operation,
      {
        'content-type': 'application/json',
        authorization: `Bearer ${await this.#accessToken(signal)}`,
      },
      JSON.stringify(body),
      signal,
    );
    // A token that the service has forgotten: the next request gets a new one.
    if (response.status === 401) this.#token = null;
    if (response.status === 202) return { isPending: true };
    return { isPending: false, output: await readAnswer(response, schema) };
  }

  async #accessToken(signal: AbortSignal): Promise<string> {
    if (this.#token && this.#nowMs() < this.#token.untilMs) return this.#token.value;
    const { clientId, clientSecret } = this.#settings;
    const credentials = [clientId, clientSecret].map(encodeURIComponent).join(':');
    const response = await this.#send(
      'oauth2/token',
      {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
      },
      'grant_type=client_credentials',
      signal,
    );
    const answer = await readAnswer(response, TokenSchema);
    const untilMs = this.#nowMs() + answer.expires_in * 1000 - tokenLeewayMs;
    this.#token = { value: answer.access_token, untilMs };
    return answer.access_token;
  }

  async #send(
    operation: string,
    headers: Record<string, string>,
    body: string,
    signal: AbortSignal,
  ): Promise<{ status: number; text: string }> {
    const { url, timeoutMs } = this.#settings;
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetch(new URL(operation, url), {
        method: 'POST',
        headers: { ...headers, accept: 'application/json' },
        body,
        redirect: 'error',
        signal: AbortSignal.any([signal, timeout]),
      });
      return { status: response.status, text: await readText(response) };
    } catch (cause) {
      if (cause instanceof AppError) throw cause;
      if (signal.aborted) throw new AppError('USER_CANCELLED', {}, { cause });
      throw failure(timeout.aborted ? 'too-slow' : 'unreachable', '', cause);
    }
  }
}

export function failure(reason: string, told = '', cause?: unknown): AppError {
  const details = { reason, ...(told !== '' && { told: told.normalize('NFC') }) };
  return new AppError('REMOTE_SIGNING_FAILED', details, { cause });
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxAnswerBytes) throw failure('too-large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function readAnswer<Schema extends v.GenericSchema>(
  { status, text }: { status: number; text: string },
  schema: Schema,
): v.InferOutput<Schema> {
  const json = parseJson(text);
  if (status !== 200) throw refusal(status, json);
  const parsed = v.safeParse(schema, json);
  if (parsed.success) return parsed.output;
  throw failure('wrong-type');
}

/** Error codes of OAuth 2.0 and of the CSC API. */
const reasons: Readonly<Record<string, string>> = {
  access_denied: 'declined',
  expired_token: 'expired',
};

function refusal(status: number, json: unknown): AppError {
  const parsed = v.safeParse(ErrorSchema, json);
  const { error = '', error_description: description = '' } = parsed.success ? parsed.output : {};
  const reason = reasons[error] ?? (status >= 500 || status === 429 ? 'failed' : 'refused');
  return failure(reason, (description || error).slice(0, maxToldLength));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
