import { AppError } from '#lib/domain/app-error.ts';
import { signingImageKinds, type SigningImageKind } from '#lib/domain/signing-profile.ts';
import type { ProfileEditor } from './profile-editor.svelte.ts';
import { sampleImage } from './sample-images.ts';

type Images = Record<SigningImageKind, Uint8Array>;

/** The pictures that the preview shows: the unit's first of each kind, else a sample. */
export class ShownImages {
  /** null until they were read. */
  ready = $state.raw<Images | null>(null);
  #samples = $state.raw<readonly SigningImageKind[]>([]);

  /** Within a component: reads again when an image was replaced. */
  constructor(editor: () => ProfileEditor) {
    $effect(() => {
      const current = editor();
      const wanted = signingImageKinds.map((kind) => ({
        kind,
        image: current.images.find((image) => image.kind === kind && image.sha256 !== null),
      }));
      let isStale = false;
      void Promise.all(
        wanted.map(async ({ kind, image }) => {
          const own = image ? await readOrNull(() => current.readImage(image)) : null;
          return { kind, bytes: own ?? (await sampleImage(kind)), isSample: own === null };
        }),
      ).then((read) => {
        if (isStale) return;
        const bytesOf = (kind: SigningImageKind) =>
          read.find((one) => one.kind === kind)?.bytes ?? new Uint8Array();
        this.ready = { signature: bytesOf('signature'), seal: bytesOf('seal') };
        this.#samples = read.filter((one) => one.isSample).map((one) => one.kind);
      });
      return () => {
        isStale = true;
      };
    });
  }

  isSample(kind: SigningImageKind | null): boolean {
    return kind !== null && this.#samples.includes(kind);
  }
}

/** An image that cannot be had now is shown as a sample. */
async function readOrNull(
  read: () => Promise<Uint8Array<ArrayBuffer>>,
): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}
