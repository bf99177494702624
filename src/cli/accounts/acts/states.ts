import {
  deleteAccountLater,
  disableAccount,
  enableAccount,
  endSessions,
  removeIdentityOf,
  undeleteAccount,
} from '../../../operate/accounts/index.ts';
import { timeText, visible } from '../text.ts';
import { type ActFlags, actOnNamed, timeOrNull } from './output.ts';

export const disable = (name: string, flags: ActFlags): Promise<void> =>
  actOnNamed(name, flags, {
    act: disableAccount,
    done: (username) => `Disabled ${username}. Nobody can sign in to it.`,
    was: (username) => `${username} is already disabled.`,
    tells: 'always',
  });

export const enable = (name: string, flags: ActFlags): Promise<void> =>
  actOnNamed(name, flags, {
    act: enableAccount,
    done: (username) => `Enabled ${username}. It works as before.`,
    was: (username) => `${username} isn't disabled.`,
    tells: 'always',
  });

export const signOut = (name: string, flags: ActFlags): Promise<void> =>
  actOnNamed(name, flags, {
    act: endSessions,
    done: (username) => `Signed ${username} out everywhere.`,
    was: (username) => `${username} is signed out.`,
    tells: 'never',
  });

export const removeIdentity = (name: string, identity: string, flags: ActFlags): Promise<void> =>
  actOnNamed(name, flags, {
    act: (services, acting, accountId) => removeIdentityOf(services, acting, accountId, identity),
    done: (username, provider = '') => `Disconnected ${visible(provider)} from ${username}.`,
    was: (username) => `${username} doesn't have it.`,
    tells: 'always',
    json: (provider) => ({ provider }),
  });

export const deleteLater = (name: string, flags: ActFlags): Promise<void> =>
  actOnNamed(name, flags, {
    act: deleteAccountLater,
    done: (username, until = 0) =>
      `Deleted ${username}. It will be erased after ${timeText(until)} UTC. Until then, "latchkey accounts undelete ${username}" restores it.`,
    was: (username) => `${username} is already deleted.`,
    tells: 'always',
    json: (until) => ({ erasedAfter: timeOrNull(until) }),
  });

export const undelete = (name: string, flags: ActFlags): Promise<void> =>
  actOnNamed(name, flags, {
    act: undeleteAccount,
    done: (username) => `Restored ${username}.`,
    was: (username) => `${username} isn't deleted.`,
    tells: 'always',
  });
