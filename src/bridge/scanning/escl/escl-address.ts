import { AppError } from '#lib/domain/app-error.ts';
import { checkLocalHost } from '../local-network.ts';

/** Where eSCL lies on nearly every device; mDNS tells it as `rs`. */
const usualRoot = 'eSCL';

/**
 * The addresses that a typed one may mean, the likeliest first: host, host:port, or the whole
 * address. Without a scheme both are tried. Throws SCANNER_UNREACHABLE for what is no address of a
 * device of the local network.
 */
export function esclAddresses(typed: string): string[] {
  const text = typed.trim();
  if (/^https?:\/\//iu.test(text)) return [normalized(text)];
  if (/^[a-z][a-z\d+.-]*:\/\//iu.test(text)) throw unusable(typed);
  const bare = text.replace(/^\/+/u, '');
  return [normalized(`http://${bare}`), normalized(`https://${bare}`)];
}

/** The address of something below the root, e.g. `ScannerStatus`. */
export function below(address: string, name: string): URL {
  return new URL(`${address}/${name}`);
}

function normalized(text: string): string {
  const url = URL.parse(text);
  const isPlain = url && !url.username && !url.password && !url.search && !url.hash;
  if (!isPlain || !url.hostname) throw unusable(text);
  checkLocalHost(url.hostname);
  const root = url.pathname.replace(/^\/+|\/+$/gu, '');
  return `${url.origin}/${root || usualRoot}`;
}

function unusable(address: string): AppError {
  return new AppError('SCANNER_UNREACHABLE', { reason: 'address', address });
}
