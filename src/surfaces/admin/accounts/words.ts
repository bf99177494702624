import type { ComponentChild } from 'preact';
import type { Rich } from '../../../kit/words/index.ts';

export const english = {
  lead: 'Everybody who has an account on this server.',
  found: 'Search results',
  all: 'All people',
  caption: {
    newest: 'People, the newest account first',
    oldest: 'People, the oldest account first',
    username: 'People, in alphabetical order',
    'last-login': 'People, the most recent sign-in first',
  },
  order: 'Order',
  orders: { newest: 'Newest', oldest: 'Oldest', username: 'A to Z', 'last-login': 'Last sign-in' },
  columns: {
    person: 'Person',
    state: 'State',
    sessions: 'Sessions',
    registered: 'Registered',
    lastSignIn: 'Last sign-in',
  },
  /** What an account is, in a word. */
  states: {
    open: 'Active',
    held: 'Locked',
    disabled: 'Disabled',
    deleted: 'Deleted',
  },
  unconfirmed: (address: string) => `${address} (not verified)`,
  never: 'Never',
  shown: (shown: number, all: string) => `${shown} of ${all}`,
  total: {
    exact: (count: string) => count,
    'at-least': (count: string) => `at least ${count}`,
    about: (count: string) => `about ${count}`,
  },
  operators:
    'You can narrow a search down with is:locked, is:disabled, is:deleted, is:unconfirmed, has:totp, has:passkey, has:no-factor, role:, before:, after:, address: and attempt:.',
  toFirst: 'Back to the first page',
  none: {
    title: 'Nobody found',
    text: 'Check the spelling, or search for a part of the username or email address, an account ID or a support code.',
    all: 'Show everybody',
  },
  /** A search that many might match looks at so many people for a page. */
  soFar: {
    title: 'Nobody found so far',
    text: 'The search has looked at a part of the people. A longer word, or an operator, finds them sooner.',
    further: 'Keep searching',
  },
  person: {
    canSignIn: {
      yes: (username: string, because: string) => `${username} can sign in: ${because}`,
      later: (username: string, because: string) => `${username} can't sign in right now: ${because}`,
      no: (username: string, because: string) => `${username} can't sign in: ${because}`,
    },
    profile: 'Profile',
    facts: {
      id: 'Account ID',
      idOf: 'the account ID',
      username: 'Username',
      email: 'Email',
      pending: 'Waits for verification',
      registered: 'Registered',
      lastSignIn: 'Last sign-in',
      reason: 'Disabled because',
    },
    methods: {
      title: 'Ways to sign in',
      password: 'Password',
      changed: (time: ComponentChild): Rich => ['Changed ', time],
      noPassword: 'None',
      others: 'Second factors and codes',
      noOthers: 'None',
    },
    sessions: {
      title: 'Sessions',
      none: 'Not signed in anywhere.',
      device: 'Device',
      address: 'Address',
      since: 'Since',
      seen: 'Last seen',
    },
    attempts: {
      title: 'Last attempts',
      lead: 'Each opens at the step that stopped it.',
      none: 'No attempts are kept.',
      all: (count: number) => (count === 1 ? 'Show the step' : `Show all ${count} steps`),
    },
    events: {
      title: 'Activity',
      none: 'Nothing happened yet.',
      what: 'What',
      when: 'When',
      device: 'Device',
      address: 'Address',
    },
    roles: {
      title: 'Roles and attributes',
      open: 'Roles',
      none: 'No roles',
      until: (role: string, time: ComponentChild): Rich => [role, ', until ', time],
      admin: 'Console',
      app: 'Apps',
      attributes: 'Attributes',
    },
    data: {
      title: 'Data',
      text: 'Opening the data of this account is recorded in the audit log.',
      open: 'Open data',
      opened: 'That you opened this page is recorded in the audit log.',
      json: 'What apps keep for this account',
    },
    acts: {
      unlock: {
        title: 'Unlock',
        text: 'Forgets the failed attempts, so that the next one counts as the first.',
        label: 'Unlock',
        consequences: ['All failed attempts are forgotten.', 'Nobody is told.'],
      },
      'end-sessions': {
        title: 'End all sessions',
        text: 'Signs this person out everywhere.',
        label: 'End sessions',
        consequences: [
          'Every device and program is signed out.',
          'Apps lose what they were allowed.',
          'The person can sign in again at once.',
        ],
      },
      'ask-new-password': {
        title: 'Ask for a new password',
        text: 'The password stops working, and a link to set another one is sent to the verified address.',
        label: 'Ask for it',
        consequences: [
          'The password stops working, and every device is signed out.',
          "A link to set a new one is sent to the verified email address. You don't see it.",
          'Second factors and passkeys stay.',
        ],
      },
      enable: {
        title: 'Enable account',
        text: 'Lets this person sign in again.',
        label: 'Enable',
        consequences: ['The person can sign in as before.', "They're told by email."],
      },
      undelete: {
        title: 'Restore account',
        text: 'Takes the deletion back.',
        label: 'Restore',
        consequences: ['The account can be signed in to again.', "They're told by email."],
      },
      username: {
        title: 'Change username',
        text: 'Gives this person another username.',
        label: 'Change username',
        consequences: [
          'The person signs in with the new username from now on.',
          'Links that were sent to them stop working.',
          "They're told by email.",
        ],
      },
      email: {
        title: 'Change email address',
        text: 'Asks for another email address, which its reader has to verify.',
        label: 'Send verification email',
        consequences: [
          'An email with a link goes to the new address. It counts once its reader opens the link.',
          'Until then the old address stays, and is told about the change.',
        ],
      },
      disable: {
        title: 'Disable account',
        text: 'Ends all sessions. Nobody can sign in to it until it is enabled again.',
        label: 'Disable',
        consequences: [
          'Every device is signed out, and links and apps stop working.',
          'Nobody can sign in, whatever they prove. They hear the same as for a wrong password.',
          'Its data stays, and the person is told by email.',
        ],
      },
      'remove-factors': {
        title: 'Remove second factors',
        text: 'For somebody who has lost them. Make sure that it is really them.',
        label: 'Remove',
        consequences: [
          'The authenticator app and the recovery codes are removed, and every device is signed out.',
          "The person is told by email, with what to do if it wasn't them.",
        ],
      },
      delete: {
        title: 'Delete account',
        text: 'Closes it at once, and erases it with its data later. Until then it can be restored.',
        label: 'Delete',
        consequences: [
          'Nobody can sign in from now on.',
          'After the grace period it is erased with all its data. Until then it can be restored.',
          'The person is told by email.',
        ],
      },
    },
  },
  /** After an act, by its name. */
  done: {
    created: 'Account created. A link to choose a password is on its way to the email address.',
    'created-without-email':
      'Account created. Run latchkey accounts ask-new-password on the server for a link to hand over.',
    unlock: 'Account unlocked.',
    'end-sessions': 'All sessions ended.',
    'ask-new-password': 'The password no longer works. A link to set another one is on its way.',
    enable: 'Account enabled.',
    undelete: 'Account restored.',
    username: 'Username changed.',
    email: 'Verification email sent.',
    disable: 'Account disabled.',
    'remove-factors': 'Second factors removed.',
    delete: 'Account deleted. You can restore it until it is erased.',
  },
  acts: {
    passkeysToo: 'Remove passkeys too',
    newUsername: 'New username',
    newEmail: 'New email address',
    lastWayIn:
      'This person has no password and no verified email address, so nobody could sign in without the passkeys.',
  },
};
