import { setTimeout as wait } from 'node:timers/promises';
import * as v from 'valibot';
import { AppError } from '#lib/domain/app-error.ts';
import type { SigningAlgorithm } from '#lib/domain/signing-algorithm.ts';
import type { CscSettings } from './csc-settings.ts';
import { CscTransport, failure, type CscAnswer } from './csc-transport.ts';
import { algorithmIdentifiers } from './algorithm-identifiers.ts';
import {
  CredentialInfoSchema,
  remoteCredential,
  type RemoteCredential,
} from './remote-credential.ts';

/** More credentials than a person has; the rest is not shown. */
const maxCredentials = 20;
const maxDescriptionLength = 500;

const CredentialListSchema = v.looseObject({ credentialIDs: v.array(v.string()) });
const ActivationSchema = v.looseObject({
  SAD: v.optional(v.string()),
  /** Of an authorization that the person still has to give. */
  handle: v.optional(v.string()),
});
const SignaturesSchema = v.looseObject({
  signatures: v.optional(v.nullable(v.array(v.nullable(v.string())))),
  responseID: v.optional(v.string()),
});

/** What a person allows once: these hashes with this credential, in this way. */
export type Activation = {
  credential: RemoteCredential;
  algorithm: SigningAlgorithm;
  hashes: readonly Uint8Array[];
};

/**
 * A remote signing service of the CSC API v2: `credentials/list`, `info`, `authorize`,
 * `signatures/signHash`, and their polling. Written after what other clients send; not tried against
 * a real service. Throws REMOTE_SIGNING_FAILED and USER_CANCELLED.
 */
export class CscService {
  readonly name: string;
  readonly #settings: CscSettings;
  readonly #transport: CscTransport;
  readonly #nowMs: () => number;

  constructor(settings: CscSettings, nowMs: () => number) {
    this.name = settings.name;
    this.#settings = settings;
    this.#nowMs = nowMs;
    this.#transport = new CscTransport(settings, nowMs);
  }

  /** The credentials of one person; those that can never sign here are left out. */
  async credentials(username: string, signal: AbortSignal): Promise<RemoteCredential[]> {
    const userID = this.#settings.userId.replaceAll('{username}', username);
    const list = await this.#now('credentials/list', { userID }, CredentialListSchema, signal);
    const ids = list.credentialIDs.slice(0, maxCredentials);
    const all = await Promise.all(
      ids.map(async (credentialID) => {
        const request = { credentialID, certificates: 'chain', certInfo: false, authInfo: true };
        const info = await this.#now('credentials/info', request, CredentialInfoSchema, signal);
        return remoteCredential(credentialID, info, this.name);
      }),
    );
    return all.filter((credential) => credential !== null);
  }

  /**
   * Waits until the person has confirmed at the service, which shows them `description`; answers the
   * activation data (SAD), which is good for exactly these hashes.
   */
  async activate(
    { credential, algorithm, hashes }: Activation,
    description: string,
    signal: AbortSignal,
  ): Promise<string> {
    const { hashAlgorithmOID } = algorithmIdentifiers(algorithm);
    const asked = await this.#transport.ask(
      'credentials/authorize',
      {
        credentialID: credential.id,
        numSignatures: hashes.length,
        hashes: hashes.map(base64),
        hashAlgorithmOID,
        description: description.slice(0, maxDescriptionLength),
      },
      ActivationSchema,
      signal,
    );
    if (asked.isPending) throw failure('wrong-type');
    const { SAD: immediate, handle } = asked.output;
    if (immediate) return immediate;
    if (!handle) throw failure('wrong-type');
    return await this.#poll(signal, async () => {
      const request = { handle };
      const answer = await this.#transport.ask(
        'credentials/authorizeCheck',
        request,
        ActivationSchema,
        signal,
      );
      return answer.isPending ? null : (answer.output.SAD ?? null);
    });
  }

  /** Signatures in the order of the hashes, as the service sends them; null where it gave none. */
  async sign(
    { credential, algorithm, hashes }: Activation,
    SAD: string,
    signal: AbortSignal,
  ): Promise<(Uint8Array | null)[]> {
    const answer = await this.#transport.ask(
      'signatures/signHash',
      {
        credentialID: credential.id,
        SAD,
        hashes: hashes.map(base64),
        ...algorithmIdentifiers(algorithm),
        operationMode: 'S',
      },
      SignaturesSchema,
      signal,
    );
    const done = signaturesOf(answer);
    const responseID = answer.isPending ? undefined : answer.output.responseID;
    const signatures =
      done ?? (responseID === undefined ? null : await this.#pollSignatures(responseID, signal));
    if (signatures?.length !== hashes.length) throw failure('wrong-count');
    return signatures.map((text) => (text === null ? null : Buffer.from(text, 'base64')));
  }

  #pollSignatures(responseID: string, signal: AbortSignal): Promise<(string | null)[]> {
    return this.#poll(signal, async () => {
      const request = { responseID };
      return signaturesOf(
        await this.#transport.ask('signatures/signPolling', request, SignaturesSchema, signal),
      );
    });
  }

  async #poll<Result>(signal: AbortSignal, look: () => Promise<Result | null>): Promise<Result> {
    const { patienceMs, pollMs } = this.#settings;
    for (const endsAtMs = this.#nowMs() + patienceMs; this.#nowMs() < endsAtMs;) {
      await wait(pollMs, undefined, { signal }).catch((cause: unknown) => {
        throw new AppError('USER_CANCELLED', {}, { cause });
      });
      const result = await look();
      if (result !== null) return result;
    }
    throw failure('too-slow');
  }

  async #now<Schema extends v.GenericSchema>(
    operation: string,
    request: object,
    schema: Schema,
    signal: AbortSignal,
  ): Promise<v.InferOutput<Schema>> {
    const answer = await this.#transport.ask(operation, request, schema, signal);
    if (answer.isPending) throw failure('wrong-type');
    return answer.output;
  }
}

function signaturesOf(
  answer: CscAnswer<v.InferOutput<typeof SignaturesSchema>>,
): (string | null)[] | null {
  return answer.isPending ? null : (answer.output.signatures ?? null);
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
