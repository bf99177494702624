import type { RouteDescription } from '../../../../kit/http/index.ts';
import type { AccountAct } from './account-acts.ts';

/** What the reference says of each act. */
export const described: Readonly<
  Record<AccountAct['name'], Pick<RouteDescription, 'operationId' | 'summary' | 'description'>>
> = {
  unlock: {
    operationId: 'unlockAccount',
    summary: 'Unlock an account',
    description: 'Forgets the failed attempts of the account, so that it can sign in again without waiting.',
  },
  enable: {
    operationId: 'enableAccount',
    summary: 'Enable an account',
    description: 'Lets the account sign in again that was disabled.',
  },
  undelete: {
    operationId: 'undeleteAccount',
    summary: 'Restore an account',
    description: 'Takes a deletion back, until the account is erased.',
  },
  'end-sessions': {
    operationId: 'endAccountSessions',
    summary: 'Sign an account out everywhere',
    description: 'Ends all sessions of the account, its unfinished logins and what apps were allowed.',
  },
  'ask-new-password': {
    operationId: 'askForNewPassword',
    summary: 'Ask for a new password',
    description:
      'Removes the password, ends all sessions, and sends a link to set another one to the verified address. Nobody else sees the link.',
  },
  username: {
    operationId: 'changeUsername',
    summary: 'Change the username of an account',
    description: 'Gives the account another username, by the rules for new ones.',
  },
  email: {
    operationId: 'askForAddress',
    summary: 'Ask for another email address',
    description:
      "Sends a link to another address. It becomes the account's when its reader opens the link; until then the old one stays.",
  },
  disable: {
    operationId: 'disableAccount',
    summary: 'Disable an account',
    description: 'Ends everything that is open. Nobody can sign in to the account until it is enabled again.',
  },
  'remove-factors': {
    operationId: 'removeAccountFactors',
    summary: 'Remove lost second factors',
    description:
      'Removes the authenticator app and the recovery codes of the account, and with `passkeys` its passkeys.',
  },
  'remove-identity': {
    operationId: 'removeAccountIdentity',
    summary: 'Disconnect an identity of an account',
    description:
      'Takes away a sign-in with another provider, and ends all sessions of the account. The last way to sign in stays.',
  },
  delete: {
    operationId: 'deleteAccountLater',
    summary: 'Delete an account',
    description:
      'Closes the account at once, and erases it after `accounts.deleteGrace`. Until then it can be restored.',
  },
};
