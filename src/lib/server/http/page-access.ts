import type { Permission } from '#lib/domain/access.ts';

/**
 * What a page asks for, by the group its route stands in. A page in no group is for everyone who is
 * signed in; the sign-in page is for everyone. Endpoints are not listed: their use cases ask.
 */
const permissionOfGroup = {
  '/(official)': 'document.digitize',
  '/(signing)': 'document.certify',
  '/(repository)': 'document.read',
  '/(supervision)': 'supervision.read',
  '/(checking)/checking': 'document.check',
  '/(checking)/differences': 'check.resolve',
  '/(admin)/accounts': 'account.manage',
  '/(admin)/audit': 'audit.read',
  '/(admin)/trust-anchors': 'audit.read',
  '/(admin)/signing-profiles': 'signing-profile.manage',
  '/(admin)/learned': 'learning.manage',
} as const satisfies Record<string, Permission>;

export type PageAccess =
  | { kind: 'public' }
  | { kind: 'signed-in' }
  | { kind: 'permission'; permission: Permission }
  /** A group of restricted pages that nobody listed above: closed until it is. */
  | { kind: 'closed' };

/** `routeId` as SvelteKit names it, `/(admin)/accounts`. */
export function pageAccess(routeId: string | null): PageAccess {
  if (routeId === null || routeId === '/sign-in' || routeId === '/') return { kind: 'public' };
  for (const [prefix, permission] of Object.entries(permissionOfGroup)) {
    if (routeId === prefix || routeId.startsWith(`${prefix}/`)) {
      return { kind: 'permission', permission };
    }
  }
  return routeId.startsWith('/(') ? { kind: 'closed' } : { kind: 'signed-in' };
}
