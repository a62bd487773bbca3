import { isIP } from 'node:net';
import { revocationSources } from '#lib/pki/revocation/sources.ts';
import type { PkiSettings } from '../env.ts';
import type { TrustAnchor } from '../trust-anchors/read-trust-anchors.ts';

/** One entry of the allow-list. */
export type AllowedUrl = {
  url: URL;
  /** Everything below the address, or the address alone. */
  reach: 'prefix' | 'exact';
  /** The address itself was written into the configuration, so it need not be a public one. */
  mayBePrivate: boolean;
};

/** The configuration; what trust anchors name themselves; the services they were imported with. */
export function allowedUrls(
  { tsaUrl, allowedUrls: prefixes }: Pick<PkiSettings, 'tsaUrl' | 'allowedUrls'>,
  anchors: readonly TrustAnchor[],
): AllowedUrl[] {
  return [
    ...(tsaUrl === null ? [] : [configuredUrl(tsaUrl, 'exact')]),
    ...prefixes.map((prefix) => configuredUrl(prefix)),
    ...anchors.flatMap(({ certificate, provenance }) => [
      ...Object.values(revocationSources(certificate))
        .flat()
        .flatMap((service) => announcedUrl(service, 'exact') ?? []),
      ...(provenance?.services ?? []).flatMap((service) => announcedUrl(service, 'prefix') ?? []),
    ]),
  ];
}

/**
 * An address of the configuration. One that names an IP address or `localhost` means exactly that
 * machine, be it private or not. Throws on what is no http(s) address.
 */
export function configuredUrl(text: string, reach: AllowedUrl['reach'] = 'prefix'): AllowedUrl {
  const url = parseServiceUrl(text);
  if (url === null) throw new Error(`Không phải địa chỉ http(s): ${text}`);
  return { url, reach, mayBePrivate: namesOneMachine(url) };
}

/** An address that a certificate or its record names; null for those nobody can ask (ldap). */
export function announcedUrl(text: string, reach: AllowedUrl['reach']): AllowedUrl | null {
  const url = parseServiceUrl(text);
  return url && { url, reach, mayBePrivate: false };
}

/** The entry that lets this address through. */
export function findAllowed(list: readonly AllowedUrl[], wanted: URL): AllowedUrl | null {
  return list.find((entry) => covers(entry, wanted)) ?? null;
}

/** Without credentials; http and https only. */
export function parseServiceUrl(text: string): URL | null {
  const url = URL.parse(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) return null;
  if (url.username !== '' || url.password !== '') return null;
  url.hash = '';
  return url;
}

/** A path is covered by whole segments: `/ocsp` covers `/ocsp/x` and `/ocsp?x`, never `/ocspx`. */
function covers({ url, reach }: AllowedUrl, wanted: URL): boolean {
  if (url.origin !== wanted.origin) return false;
  if (reach === 'exact') return url.href === wanted.href;
  // A server might read an escaped slash or dot as the real one.
  if (/%(?:2f|5c|2e)/iu.test(wanted.pathname)) return false;
  const folder = url.pathname.endsWith('/') ? url.pathname : `${url.pathname}/`;
  return wanted.pathname === url.pathname || wanted.pathname.startsWith(folder);
}

function namesOneMachine({ hostname }: URL): boolean {
  return hostname === 'localhost' || isIP(withoutBrackets(hostname)) !== 0;
}

export function withoutBrackets(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/u, '$1');
}
