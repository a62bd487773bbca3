import { DataStore, ERRORS, Upload } from '@tus/server';
import type { Readable } from 'node:stream';
import type { UploadStore } from '../stores/upload-store.ts';
import type { UploadFolder } from './upload-folder.ts';

/**
 * tus on our durable folder. The upload's id is the document's: a document has one upload. Every
 * answer that names an offset comes after the fsync of the bytes before it.
 */
export class TusDataStore extends DataStore {
  readonly #folder: UploadFolder;
  readonly #uploads: UploadStore;
  readonly #now: () => Date;

  constructor(folder: UploadFolder, uploads: UploadStore, now: () => Date) {
    super();
    this.extensions = ['creation', 'creation-with-upload', 'termination'];
    this.#folder = folder;
    this.#uploads = uploads;
    this.#now = now;
  }

  override async create(upload: Upload): Promise<Upload> {
    await this.#folder.create(upload.id);
    await this.#uploads.begin(upload.id, upload.size ?? 0, this.#now());
    return upload;
  }

  override async write(stream: Readable, id: string, offset: number): Promise<number> {
    return this.#folder.write(id, stream, offset);
  }

  override async getUpload(id: string): Promise<Upload> {
    const [known, offset] = await Promise.all([this.#uploads.find(id), this.#folder.sizeOf(id)]);
    if (known === null || offset === null) throw ERRORS.FILE_NOT_FOUND;
    return new Upload({
      id,
      size: known.sizeBytes,
      offset,
      creation_date: known.createdAt.toISOString(),
    });
  }

  override async remove(id: string): Promise<void> {
    await this.#folder.remove(id);
    await this.#uploads.remove(id);
  }
}
