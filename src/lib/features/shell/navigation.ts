import type { IconComponent } from '#lib/ui/icon.ts';
import type { Messages } from '#lib/i18n/index.ts';
import { isPermitted, type Permission, type Role } from '#lib/domain/access.ts';
import Archive from '@lucide/svelte/icons/archive';
import ChartColumn from '@lucide/svelte/icons/chart-column';
import FileCheck from '@lucide/svelte/icons/file-check-2';
import FileSearch from '@lucide/svelte/icons/file-search';
import GitCompare from '@lucide/svelte/icons/git-compare';
import Lightbulb from '@lucide/svelte/icons/lightbulb';
import ScanEye from '@lucide/svelte/icons/scan-eye';
import ScanLine from '@lucide/svelte/icons/scan-line';
import ScrollText from '@lucide/svelte/icons/scroll-text';
import Send from '@lucide/svelte/icons/send';
import ShieldCheck from '@lucide/svelte/icons/shield-check';
import Stamp from '@lucide/svelte/icons/stamp';
import Usb from '@lucide/svelte/icons/usb';
import Users from '@lucide/svelte/icons/users';

export type NavigationEntry = {
  path:
    | '/batches'
    | '/queue'
    | '/certifying'
    | '/signing-device'
    | '/checking'
    | '/differences'
    | '/learned'
    | '/repository'
    | '/verification'
    | '/supervision'
    | '/accounts'
    | '/signing-profiles'
    | '/trust-anchors'
    | '/audit';
  name: keyof Messages['shell']['navigation'];
  icon: IconComponent;
  permission: Permission;
};

const entries: readonly NavigationEntry[] = [
  { path: '/batches', name: 'batches', icon: ScanLine, permission: 'document.digitize' },
  { path: '/queue', name: 'queue', icon: Send, permission: 'document.digitize' },
  { path: '/certifying', name: 'certifying', icon: FileCheck, permission: 'document.certify' },
  {
    path: '/signing-device',
    name: 'signingDevice',
    icon: Usb,
    permission: 'document.digitize',
  },
  { path: '/checking', name: 'checking', icon: ScanEye, permission: 'document.check' },
  { path: '/supervision', name: 'supervision', icon: ChartColumn, permission: 'supervision.read' },
  { path: '/differences', name: 'differences', icon: GitCompare, permission: 'check.resolve' },
  { path: '/repository', name: 'repository', icon: Archive, permission: 'document.read' },
  {
    path: '/verification',
    name: 'verification',
    icon: FileSearch,
    permission: 'document.read',
  },
  { path: '/learned', name: 'learned', icon: Lightbulb, permission: 'learning.manage' },
  { path: '/accounts', name: 'accounts', icon: Users, permission: 'account.manage' },
  {
    path: '/signing-profiles',
    name: 'signingProfiles',
    icon: Stamp,
    permission: 'signing-profile.manage',
  },
  {
    path: '/trust-anchors',
    name: 'trustAnchors',
    icon: ShieldCheck,
    permission: 'audit.read',
  },
  { path: '/audit', name: 'audit', icon: ScrollText, permission: 'audit.read' },
];

/** The areas this role works in, in the order of the top bar. */
export function navigationFor(role: Role): readonly NavigationEntry[] {
  return entries.filter((entry) => isPermitted(role, entry.permission));
}
