import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { isMissing, makeFolder, writeDurably } from '../objects/durable-files.ts';

/** How long VGCA Sign Service may fetch and send back, and the page may take the result. */
export const TASK_LIFE_MS = 20 * 60_000;

const TaskSchema = v.object({
  id: v.string(),
  /** Who asked for it, and alone may take the result. */
  personId: v.string(),
  title: v.string(),
  /** The one that shall sign; null where it is not known beforehand. */
  certificateSha256: v.nullable(v.string()),
  /** SHA-256 of the token, hex: what is read from the disk opens nothing. */
  tokenSha256: v.string(),
  expiresAt: v.string(),
});
export type StoredTask = v.InferOutput<typeof TaskSchema>;

const files = { task: 'task.json', source: 'source.pdf', signed: 'signed.pdf' } as const;

/**
 * Documents that are being signed by VGCA Sign Service on somebody's PC: what was to be signed, then
 * what came back, each in a folder of its own for twenty minutes.
 */
export class VgcaTasks {
  readonly #folder: string;

  constructor(dataDir: string) {
    this.#folder = join(dataDir, 'vgca');
  }

  /** Answers the one token that fetches the source and leaves the result. */
  async add(
    task: Pick<StoredTask, 'id' | 'personId' | 'title' | 'certificateSha256'>,
    source: Uint8Array,
    now: Date,
  ): Promise<string> {
    await this.#forgetOld(now);
    const token = randomBytes(32).toString('base64url');
    const expiresAt = new Date(now.getTime() + TASK_LIFE_MS).toISOString();
    const stored: StoredTask = { ...task, tokenSha256: sha256Hex(token), expiresAt };
    await makeFolder(this.#folder);
    await makeFolder(join(this.#folder, task.id));
    await writeDurably(this.#path(task.id, 'source'), source);
    await writeDurably(this.#path(task.id, 'task'), Buffer.from(JSON.stringify(stored)));
    return token;
  }

  /** null when there is none any more. */
  async find(id: string, now: Date): Promise<StoredTask | null> {
    const bytes = await this.#read(id, 'task');
    const task = bytes && v.parse(TaskSchema, JSON.parse(bytes.toString('utf8')));
    return task && new Date(task.expiresAt) > now ? task : null;
  }

  /** The same by its token, in the time it takes for any token. */
  async findByToken(id: string, token: string, now: Date): Promise<StoredTask | null> {
    const task = await this.find(id, now);
    return task?.tokenSha256 === sha256Hex(token) ? task : null;
  }

  async source(id: string): Promise<Buffer | null> {
    return await this.#read(id, 'source');
  }

  async signed(id: string): Promise<Buffer | null> {
    return await this.#read(id, 'signed');
  }

  async keepSigned(id: string, bytes: Uint8Array): Promise<void> {
    await writeDurably(this.#path(id, 'signed'), bytes);
  }

  async #read(id: string, file: keyof typeof files): Promise<Buffer | null> {
    try {
      return await readFile(this.#path(id, file));
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  #path(id: string, file: keyof typeof files): string {
    return join(this.#folder, id, files[file]);
  }

  async #forgetOld(now: Date): Promise<void> {
    const ids = await readdir(this.#folder).catch(() => []);
    for (const id of ids) {
      if ((await this.find(id, now)) === null) {
        await rm(join(this.#folder, id), { recursive: true, force: true });
      }
    }
  }
}

function sha256Hex(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
