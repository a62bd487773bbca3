/** Bytes in use and bytes the browser grants this site. */
export type StorageCapacity = { usedBytes: number; grantedBytes: number; isPersistent: boolean };

export async function readStorageCapacity(): Promise<StorageCapacity> {
  const [estimate, isPersistent] = await Promise.all([
    navigator.storage.estimate(),
    navigator.storage.persisted(),
  ]);
  return { usedBytes: estimate.usage ?? 0, grantedBytes: estimate.quota ?? 0, isPersistent };
}

/** Asks the browser never to clear the batches by itself; once granted it does not ask again. */
export async function askForPersistence(): Promise<boolean> {
  return (await navigator.storage.persisted()) || (await navigator.storage.persist());
}
