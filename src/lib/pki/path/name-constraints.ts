import type { Certificate } from '../certificate.ts';
import type { NameConstraints } from '../certificates/constraint-extensions.ts';
import { isWithinName } from '../certificates/distinguished-name.ts';
import type { GeneralName } from '../certificates/general-name.ts';
import { oids } from '../der/oids.ts';

/**
 * Which name of the certificate breaks the constraints of the CAs above it (RFC 5280 §6.1.3 (b),
 * (c)); null when none does. The permitted subtrees of several CAs narrow each other: a name has to
 * lie in one subtree of every CA that limits names of its form.
 */
export function constrainedNameProblem(
  certificate: Certificate,
  constraints: readonly NameConstraints[],
): 'NAME_NOT_PERMITTED' | 'NAME_EXCLUDED' | null {
  const names = namesOf(certificate);
  for (const { permitted, excluded } of constraints) {
    for (const name of names) {
      if (excluded.some((base) => isSameForm(name, base) && isWithin(name, base, true))) {
        return 'NAME_EXCLUDED';
      }
      const limits = permitted.filter((base) => isSameForm(name, base));
      if (limits.length > 0 && !limits.some((base) => isWithin(name, base, false))) {
        return 'NAME_NOT_PERMITTED';
      }
    }
  }
  return null;
}

/** The subject and its other names; mail addresses of older certificates stand in the subject. */
function namesOf(certificate: Certificate): GeneralName[] {
  const { subject, extensions } = certificate;
  const names: GeneralName[] = [...extensions.subjectAltNames];
  if (subject.relativeNames.length > 0) names.push({ kind: 'directory', value: subject });
  if (!names.some((name) => name.kind === 'email')) {
    for (const { type, value } of subject.attributes) {
      if (type === oids.emailAddress) names.push({ kind: 'email', value });
    }
  }
  return names;
}

function isSameForm(name: GeneralName, base: GeneralName): boolean {
  if (name.kind === 'other' && base.kind === 'other') return name.form === base.form;
  return name.kind === base.kind;
}

/** `unclear`: the answer where the form is not understood; either way the name is refused. */
function isWithin(name: GeneralName, base: GeneralName, unclear: boolean): boolean {
  if (name.kind === 'directory' && base.kind === 'directory') {
    return isWithinName(name.value, base.value);
  }
  if (name.kind === 'ip' && base.kind === 'ip') return isAddressWithin(name.value, base.value);
  if (name.kind === 'email' && base.kind === 'email') {
    return isMailboxWithin(name.value, base.value);
  }
  if (name.kind === 'dns' && base.kind === 'dns') return isDnsNameWithin(name.value, base.value);
  if (name.kind === 'uri' && base.kind === 'uri') {
    const host = hostOf(name.value);
    return host === null ? unclear : isHostWithin(host, base.value);
  }
  return unclear;
}

/** One mailbox, all of one host, or with a leading dot all of the hosts below a domain. */
function isMailboxWithin(mailbox: string, base: string): boolean {
  const at = mailbox.lastIndexOf('@');
  const host = mailbox.slice(at + 1);
  const baseAt = base.lastIndexOf('@');
  if (baseAt < 0) return isHostWithin(host, base);
  return (
    mailbox.slice(0, Math.max(at, 0)) === base.slice(0, baseAt) &&
    foldHost(host) === foldHost(base.slice(baseAt + 1))
  );
}

/** The domain itself and all below it. */
function isDnsNameWithin(name: string, base: string): boolean {
  const domain = foldHost(base).replace(/^\./u, '');
  const own = foldHost(name);
  const isBelow = own.endsWith(`.${domain}`);
  return domain === '' || isBelow || (own === domain && !base.startsWith('.'));
}

/** One host; with a leading dot the hosts below a domain, without the domain itself. */
function isHostWithin(host: string, base: string): boolean {
  if (base === '') return true;
  const own = foldHost(host);
  return base.startsWith('.') ? own.endsWith(foldHost(base)) : own === foldHost(base);
}

/** Case does not count, nor the dot that ends a complete name (RFC 1034 §3.1). */
function foldHost(host: string): string {
  return host.toLowerCase().replace(/\.$/u, '');
}

/** null where a URI names no host, or an address in its place (RFC 5280 §4.2.1.10). */
function hostOf(uri: string): string | null {
  const authority = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/iu.exec(uri)?.[1];
  const host = authority?.replace(/^.*@/u, '').replace(/:\d*$/u, '') ?? '';
  const isAddress = host.startsWith('[') || /^[\d.]+$/u.test(host);
  return host === '' || isAddress ? null : host;
}

/** `base`: address, then mask of the same length. */
function isAddressWithin(address: Uint8Array, base: Uint8Array): boolean {
  const size = address.length;
  if (base.length !== size * 2) return false;
  return address.every((octet, index) => {
    const mask = base[size + index] ?? 0xff;
    return (octet & mask) === ((base[index] ?? 0) & mask);
  });
}
