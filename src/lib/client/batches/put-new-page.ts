import type { NewPage } from './batch-store.ts';
import type { StoreName, Writing } from './batch-writes.ts';
import type { BlobKey } from './model.ts';

/** The page with its bytes, thumbnail and text. */
export function putNewPage<Names extends StoreName>(
  write: Writing<Names | 'pages' | 'blobs' | 'textLayers'>,
  { page, image, thumbnail, textLayer }: NewPage,
): Promise<unknown> {
  const { id, batchId } = page;
  return Promise.all([
    write.objectStore('pages').put(page),
    image && putBlob(write, batchId, `page:${id}`, image),
    putBlob(write, batchId, `thumbnail:${id}`, thumbnail),
    textLayer && write.objectStore('textLayers').put({ pageId: id, batchId, layer: textLayer }),
  ]);
}

export function putBlob<Names extends StoreName>(
  write: Writing<Names | 'blobs'>,
  batchId: string,
  key: BlobKey,
  blob: Blob,
): Promise<unknown> {
  return write.objectStore('blobs').put({ key, batchId, blob });
}
