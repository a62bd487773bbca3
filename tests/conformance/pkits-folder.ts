import { resolve } from 'node:path';

/** Where the data of NIST PKITS lies: `PKITS_DIR`, else beside the repository. It is not part of it. */
export function pkitsFolder(): string {
  const besideRepository = resolve(import.meta.dirname, '../../../shared/corpora/pkits');
  return process.env.PKITS_DIR ? resolve(process.env.PKITS_DIR) : besideRepository;
}
