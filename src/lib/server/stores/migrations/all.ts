import { initial } from './0001-initial.ts';
import { versionsAndProfiles } from './0002-versions-and-profiles.ts';
import { checksAndCorrections } from './0003-checks-and-corrections.ts';

/** In order of application; a step that has been released is never edited. */
export const migrations: readonly { name: string; sql: string }[] = [
  { name: '0001-initial', sql: initial },
  { name: '0002-versions-and-profiles', sql: versionsAndProfiles },
  { name: '0003-checks-and-corrections', sql: checksAndCorrections },
];
