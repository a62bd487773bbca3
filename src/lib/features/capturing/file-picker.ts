import { type FileToImport, pickedFiles } from '#lib/client/importing/dropped-files.ts';

export const ACCEPTED_FILES = '.jpg,.jpeg,.png,.tif,.tiff,.pdf,image/jpeg,image/png,image/tiff';

type Wanted = 'files' | 'file' | 'folder';

/** Opens the browser's dialog. Resolves with nothing when the person closes it. Call it in a click. */
export function pickFiles(wanted: Wanted): Promise<FileToImport[]> {
  const input = document.createElement('input');
  input.type = 'file';
  if (wanted === 'folder') input.webkitdirectory = true;
  else input.accept = ACCEPTED_FILES;
  input.multiple = wanted !== 'file';
  return new Promise((resolve) => {
    input.addEventListener('change', () => resolve(pickedFiles(input.files ?? [])), { once: true });
    input.addEventListener('cancel', () => resolve([]), { once: true });
    input.click();
  });
}
