import type { Scene } from '../stage.ts';
import { accountScenes } from './account.ts';
import { adminScenes } from './admin.ts';
import { appScenes } from './apps.ts';
import { factorScenes } from './factors.ts';
import { keyScenes } from './keys.ts';
import { loginScenes } from './login.ts';
import { outsideScenes } from './outside.ts';
import { recoveryScenes } from './recovery.ts';
import { registrationScenes } from './registration.ts';
import { securityScenes } from './security.ts';
import { stepScenes } from './steps.ts';
import { strangerScenes } from './strangers.ts';
import { verificationScenes } from './verification.ts';

/** All scenes in the order of their files. */
export const scenes: readonly Scene[] = [
  ...strangerScenes,
  ...registrationScenes,
  ...loginScenes,
  ...outsideScenes,
  ...stepScenes,
  ...recoveryScenes,
  ...accountScenes,
  ...appScenes,
  ...keyScenes,
  ...securityScenes,
  ...factorScenes,
  ...verificationScenes,
  ...adminScenes,
];
