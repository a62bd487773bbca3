import { initial } from './0001-initial.ts';
import { versionsAndProfiles } from './0002-versions-and-profiles.ts';

/** In order of application; a step that has been released is never edited. */
export const migrations: readonly { name: string; sql: string }[] = [
  { name: '0001-initial', sql: initial },
  { name: '0002-versions-and-profiles', sql: versionsAndProfiles },
];
