import * as v from 'valibot';
import { acceptableUntilMs, invalid } from '#lib/pki/signing-batch/check-manifest.ts';
import type { Manifest } from '#lib/protocol/bridge.ts';
import type { DataFolder } from '../storage/data-folder.ts';
import { SingleUse } from '../storage/single-use.ts';
import { StartError } from '../start-error.ts';
import { wording } from '../wording.ts';

const FileSchema = v.array(v.tuple([v.string(), v.number()]));
const fileName = 'used-manifests.json';

/** Manifests that were used, kept on the disk: a restart does not make one usable again. */
export class UsedManifests {
  readonly #folder: DataFolder;
  readonly #used: SingleUse;

  private constructor(folder: DataFolder, used: SingleUse) {
    this.#folder = folder;
    this.#used = used;
  }

  static async open(folder: DataFolder): Promise<UsedManifests> {
    const bytes = await folder.read(fileName);
    const used = bytes ? parseFile(bytes, folder.resolve(fileName)) : [];
    return new UsedManifests(folder, new SingleUse(used));
  }

  /** Marks the manifest used, durably; throws MANIFEST_INVALID when it was before. */
  async use(manifest: Pick<Manifest, 'jti' | 'exp'>, nowMs: number): Promise<void> {
    const isFirst = this.#used.use(manifest.jti, nowMs, acceptableUntilMs(manifest));
    if (!isFirst) throw invalid('replayed');
    await this.#folder.write(fileName, JSON.stringify(this.#used.entries()));
  }
}

function parseFile(bytes: Buffer, path: string): [string, number][] {
  try {
    return v.parse(FileSchema, JSON.parse(bytes.toString()));
  } catch (error) {
    throw new StartError(wording.fileBroken(path), { cause: error });
  }
}
