import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import { Writable } from 'node:stream';
import { AppError } from '#lib/domain/app-error.ts';
import type { SigningAlgorithm } from '#lib/domain/signing-algorithm.ts';
import { childProgram } from './child-program.ts';
import {
  pinDescriptor,
  type ChildAnswer,
  type ChildRequest,
  type ListedToken,
  type PresentToken,
} from './child-protocol.ts';

/** A driver that takes longer is taken for hanging. A PIN pad waits for a person. */
export type ChildTimeouts = {
  listMs: number;
  openMs: number;
  openWithPinPadMs: number;
  signMs: number;
};
export const defaultTimeouts: ChildTimeouts = {
  listMs: 15_000,
  openMs: 30_000,
  openWithPinPadMs: 120_000,
  signMs: 60_000,
};

type Deed<Name extends ChildRequest['deed']> = Omit<Extract<ChildRequest, { deed: Name }>, 'id'>;
type AnswerTo<Name extends ChildRequest['deed']> = Extract<ChildAnswer, { deed: Name }>;
type FailureReason = 'timeout' | 'not-started' | 'crashed';
type AskedWith = { pin?: Buffer | null; owner?: ChildProcess | null };
type Waiting = {
  child: ChildProcess;
  resolve(answer: ChildAnswer): void;
  reject(error: AppError): void;
};

/** One login in one child process; it ends with that process. */
export type ModuleLogin = {
  /** False once the process is gone. */
  isAlive(): boolean;
  /** Signature over a digest of the algorithm's kind: RSA block, or ECDSA in DER. */
  sign(digest: Uint8Array, algorithm: SigningAlgorithm): Promise<Buffer>;
  /** Logs out; a process that is gone has logged out already. */
  close(): Promise<void>;
};

/**
 * The child process of one PKCS#11 module, started when it is first needed and again after it
 * crashed or hung. Every call throws AppError; MODULE_FAILED means that the child is gone and the
 * next call starts a new one.
 */
export class ModuleChild {
  readonly modulePath: string;
  readonly #timeouts: ChildTimeouts;
  readonly #waiting = new Map<number, Waiting>();
  #child: ChildProcess | null = null;
  #nextId = 1;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(modulePath: string, timeouts: ChildTimeouts = defaultTimeouts) {
    this.modulePath = modulePath;
    this.#timeouts = timeouts;
  }

  get name(): string {
    return path.basename(this.modulePath);
  }

  async list(): Promise<ListedToken[]> {
    const { tokens } = await this.#ask<'list'>({ deed: 'list' }, this.#timeouts.listMs);
    return tokens;
  }

  /** The tokens in their slots, without opening them. */
  async watch(): Promise<PresentToken[]> {
    const { tokens } = await this.#ask<'watch'>({ deed: 'watch' }, this.#timeouts.listMs);
    return tokens;
  }

  /** Logs in with one try; the caller keeps and wipes its PIN. `null`: the PIN pad asks. */
  async open(certificateSha256: string, pin: Buffer | null): Promise<ModuleLogin> {
    const { openMs, openWithPinPadMs } = this.#timeouts;
    const request: Deed<'open'> = {
      deed: 'open',
      certificateSha256,
      pinBytes: pin?.length ?? null,
    };
    await this.#ask<'open'>(request, pin ? openMs : openWithPinPadMs, { pin });
    const owner = this.#child;
    const { signMs } = this.#timeouts;
    return {
      isAlive: () => owner !== null && this.#child === owner,
      sign: async (digest, algorithm) => {
        const asked: Deed<'sign'> = { deed: 'sign', digest, algorithm };
        const { signature } = await this.#ask<'sign'>(asked, signMs, { owner });
        return Buffer.from(signature);
      },
      close: async () => {
        if (this.#child !== owner) return;
        const { pinState } = await this.#ask<'close'>({ deed: 'close' }, openMs, { owner });
        // The PIN was right, so all tries are back: a driver that says otherwise has not read anew.
        if (pinState !== null && pinState !== 'ok') await this.stop();
      },
    };
  }

  /** Ends the child process; the next call starts a new one. */
  async stop(): Promise<void> {
    const child = this.#child;
    if (!child) return;
    this.#child = null;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.disconnect();
    const killing = setTimeout(() => child.kill('SIGKILL'), 2_000);
    await ended;
    clearTimeout(killing);
    this.#rejectWaiting(child, 'crashed');
  }

  /** For tests of what a crashing driver costs. */
  get processId(): number | undefined {
    return this.#child?.pid;
  }

  /** One request at a time: a module is not asked for two things at once. */
  #ask<Name extends ChildRequest['deed']>(
    deed: Deed<Name>,
    timeoutMs: number,
    { pin = null, owner }: AskedWith = {},
  ): Promise<AnswerTo<Name>> {
    const asked = this.#turn.then(() => {
      // A login ends with its process: another one must not be asked in its place.
      if (owner !== undefined && owner !== this.#child) throw this.#failure('crashed');
      return this.#askNow<Name>(deed, timeoutMs, pin);
    });
    this.#turn = asked.catch(() => undefined);
    return asked;
  }

  async #askNow<Name extends ChildRequest['deed']>(
    deed: Deed<Name>,
    timeoutMs: number,
    pin: Buffer | null,
  ): Promise<AnswerTo<Name>> {
    const child = (this.#child ??= this.#start());
    const id = this.#nextId++;
    const { promise, resolve, reject } = Promise.withResolvers<ChildAnswer>();
    this.#waiting.set(id, { child, resolve, reject });
    // The child may be gone before anybody waits for its answer.
    promise.catch(() => undefined);
    const timer = setTimeout(() => this.#giveUp(child, 'timeout'), timeoutMs);
    try {
      if (pin) await writePin(child, pin);
      child.send({ id, ...deed });
      const answer = await promise;
      if (isAnswerTo<Name>(answer, deed.deed)) return answer;
      if (answer.deed === 'failed')
        throw new AppError(answer.code, this.#withModule(answer.details));
      throw new Error(`Module child answered ${answer.deed} to ${deed.deed}`);
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(id);
    }
  }

  #start(): ChildProcess {
    const child = fork(childProgram, [this.modulePath], {
      serialization: 'advanced',
      execArgv: [],
      env: environmentOfChild(),
      stdio: ['ignore', 'ignore', 'ignore', 'ipc', 'pipe'],
    });
    child.on('message', (answer: ChildAnswer) => this.#waiting.get(answer.id)?.resolve(answer));
    // A request that no longer reaches a child which died is an error too, before its exit is told.
    child.on('error', () => {
      this.#giveUp(child, child.pid === undefined ? 'not-started' : 'crashed');
    });
    child.once('exit', () => this.#giveUp(child, 'crashed'));
    // A write to a child that just died is reported by its exit.
    pinPipe(child).on('error', () => undefined);
    return child;
  }

  #failure(reason: FailureReason): AppError {
    return new AppError('MODULE_FAILED', this.#withModule({ reason }));
  }

  #giveUp(child: ChildProcess, reason: FailureReason): void {
    if (this.#child !== child) return;
    this.#child = null;
    child.kill('SIGKILL');
    this.#rejectWaiting(child, reason);
  }

  #rejectWaiting(child: ChildProcess, reason: FailureReason): void {
    for (const waiting of this.#waiting.values()) {
      if (waiting.child === child) waiting.reject(this.#failure(reason));
    }
  }

  #withModule(details: Record<string, string>): Record<string, string> {
    return { ...details, module: this.name };
  }
}

/** A driver gets no PIN from the bridge's own settings. */
function environmentOfChild(): NodeJS.ProcessEnv {
  const settings = Object.entries(process.env);
  return Object.fromEntries(settings.filter(([name]) => !name.startsWith('BRIDGE_')));
}

/** Straight from the caller's buffer into the pipe, so that no other copy is left to wipe. */
async function writePin(child: ChildProcess, pin: Buffer): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  pinPipe(child).write(pin, () => resolve(undefined));
  await promise;
}

function pinPipe(child: ChildProcess): Writable {
  const pipe = child.stdio[pinDescriptor];
  if (pipe instanceof Writable) return pipe;
  throw new Error('Module child has no PIN pipe');
}

function isAnswerTo<Name extends ChildRequest['deed']>(
  answer: ChildAnswer,
  deed: Name,
): answer is AnswerTo<Name> {
  return answer.deed === deed;
}
