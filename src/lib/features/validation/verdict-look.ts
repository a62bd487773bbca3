import type { IconComponent } from '#lib/ui/icon.ts';
import type { DocumentVerdict } from '#lib/protocol/validation-report.ts';
import FileX from '@lucide/svelte/icons/file-x';
import ShieldAlert from '@lucide/svelte/icons/shield-alert';
import ShieldCheck from '@lucide/svelte/icons/shield-check';
import ShieldX from '@lucide/svelte/icons/shield-x';

/** Icon and colours of a verdict; its words always stand beside them. */
export const verdictLook = {
  passed: { icon: ShieldCheck, classes: 'bg-success-soft text-success', tone: 'success' },
  indeterminate: { icon: ShieldAlert, classes: 'bg-warning-soft text-warning', tone: 'warning' },
  failed: { icon: ShieldX, classes: 'bg-danger-soft text-danger', tone: 'danger' },
  unsigned: { icon: FileX, classes: 'bg-sunken text-muted', tone: 'neutral' },
} as const satisfies Record<
  DocumentVerdict,
  {
    icon: IconComponent;
    classes: string;
    tone: 'success' | 'warning' | 'danger' | 'neutral';
  }
>;
