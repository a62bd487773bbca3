import { shell } from './shell.ts';
import { domain } from './domain.ts';
import { errors } from './errors.ts';
import { capturing } from './capturing.ts';
import { scanning } from './scanning.ts';
import { tagging } from './tagging.ts';
import { signing } from './signing.ts';
import { signingDevice } from './signing-device.ts';
import { certifying } from './certifying.ts';
import { uploading } from './uploading.ts';
import { repository } from './repository.ts';
import { validation } from './validation.ts';
import { supervision } from './supervision.ts';
import { administration } from './administration.ts';
import { trust } from './trust.ts';
import { signingProfiles } from './signing-profiles.ts';
import { checking } from './checking.ts';
import { learning } from './learning.ts';

/** The source catalogue. One file per area of the screen. */
export const vi = {
  shell,
  domain,
  errors,
  capturing,
  scanning,
  tagging,
  signing,
  signingDevice,
  certifying,
  uploading,
  repository,
  validation,
  supervision,
  administration,
  trust,
  signingProfiles,
  checking,
  learning,
};
