/** Name of the native library inside the executable. */
export const koffiAsset = 'koffi.node';
