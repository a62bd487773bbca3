export const roles = ['official', 'leader', 'clerk', 'supervisor', 'administrator'] as const;
export type Role = (typeof roles)[number];

export const permissions = [
  'document.digitize',
  'document.read',
  /** Sign documents of the repository for the agency (sao y, appendix) and raise their level. */
  'document.certify',
  /** Read a drawn document a second time without what the first person wrote. */
  'document.check',
  /** Decide where two people read differently, and how many documents are drawn. */
  'check.resolve',
  /** See and reset what the station learned from corrections. */
  'learning.manage',
  /** See how one's signature will stand on the page; every signer does. */
  'signing-profile.read',
  'signing-profile.manage',
  'supervision.read',
  'supervision.export',
  'account.manage',
  'audit.read',
] as const;
export type Permission = (typeof permissions)[number];

const granted = {
  official: ['document.digitize', 'document.read', 'document.check', 'signing-profile.read'],
  leader: ['document.read', 'signing-profile.read', 'supervision.read', 'supervision.export'],
  clerk: [
    'document.digitize',
    'document.read',
    'document.certify',
    'document.check',
    'signing-profile.read',
  ],
  supervisor: [
    'document.read',
    'supervision.read',
    'supervision.export',
    'check.resolve',
    'learning.manage',
  ],
  administrator: [
    'account.manage',
    'audit.read',
    'learning.manage',
    'signing-profile.read',
    'signing-profile.manage',
  ],
} as const satisfies Record<Role, readonly Permission[]>;

export function isPermitted(role: Role, permission: Permission): boolean {
  return (granted[role] as readonly Permission[]).includes(permission);
}

/** The signed-in person as every use case receives it. Scope: `orgUnitPath` and everything below it. */
export type Person = {
  id: string;
  name: string;
  username: string;
  role: Role;
  orgUnitId: string;
  orgUnitName: string;
  /** Materialized path of the org unit, `so/phong-van-hoa/`, always with a closing slash. */
  orgUnitPath: string;
};
