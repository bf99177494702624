import type { ComponentChild } from 'preact';
import type { Rich } from '../../../kit/words/index.ts';

export const english = {
  lead: 'Everyone who has an account on this server.',
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
    'Narrow a search down with `is:locked`, `is:disabled`, `is:deleted`, `is:unconfirmed`, `has:totp`, `has:passkey`, `has:no-factor`, `role:`, `before:`, `after:`, `address:` and `attempt:`.',
  toFirst: 'Back to the first page',
  none: {
    title: 'No one found',
    text: 'Check the spelling, or search for a part of the username or email address, an account ID or a support code.',
    all: 'Show everyone',
  },
  /** A search that many might match looks at so many people for a page. */
  soFar: {
    title: 'No one found so far',
    text: 'The search has looked at some of the accounts. A longer word or an operator finds people sooner.',
    further: 'Keep searching',
  },
  person: {
    canSignIn: {
      yes: (username: string, because: string) => `${username} can sign in ${because}`,
      later: (username: string, because: string) => `${username} can't sign in right now: ${because}`,
      no: (username: string, because: string) => `${username} can't sign in: ${because}`,
    },
    profile: 'Profile',
    facts: {
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
        text: 'Clears the failed attempts, so the next one counts as the first.',
        label: 'Unlock',
        ask: (person: ComponentChild): Rich => ['Unlock ', person, '?'],
        consequences: [
          'All failed attempts are cleared, and so is the time to wait.',
          "The person isn't notified.",
        ],
        done: 'Failed attempts are cleared.',
      },
      'end-sessions': {
        title: 'End all sessions',
        text: 'Signs this person out everywhere.',
        label: 'End sessions',
        ask: (person: ComponentChild): Rich => ['End all sessions of ', person, '?'],
        consequences: [
          'Every device and program is signed out.',
          'Apps lose the access they were given.',
          'The person can sign in again right away.',
        ],
        done: 'All sessions ended.',
      },
      'ask-new-password': {
        title: 'Ask for a new password',
        text: 'The password stops working, and a link to set a new one goes to the verified address.',
        label: 'Ask for new password',
        ask: (person: ComponentChild): Rich => ['Ask ', person, ' for a new password?'],
        consequences: [
          'The password stops working, and every device is signed out.',
          "A link to set a new one goes to the verified email address. You don't see it.",
          'Second factors and passkeys stay.',
        ],
        done: 'The password no longer works. The link to set a new one is in the outbox.',
      },
      impersonate: {
        title: 'Sign in as this person',
        text: 'Shows you their account as they see it, for 30 minutes at most.',
        label: 'Sign in as them',
        ask: (person: ComponentChild): Rich => ['Sign in as ', person, '?'],
        consequences: [
          "You see this person's account as they do, for 30 minutes or until you stop.",
          "You can't change anything, confirm their identity, or sign in to apps as them.",
          'They get an email about it, see it among their devices, and can end it.',
        ],
        done: "You're signed in as yourself again.",
      },
      enable: {
        title: 'Enable account',
        text: 'Lets this person sign in again.',
        label: 'Enable',
        ask: (person: ComponentChild): Rich => ['Enable ', person, '?'],
        consequences: ['The person can sign in as before.', 'They get an email about it.'],
        done: 'The account is enabled.',
      },
      undelete: {
        title: 'Restore account',
        text: 'Takes the deletion back.',
        label: 'Restore',
        ask: (person: ComponentChild): Rich => ['Restore ', person, '?'],
        consequences: ['The person can sign in again.', 'They get an email about it.'],
        done: 'The account is restored.',
      },
      username: {
        title: 'Change username',
        text: 'Gives this person another username.',
        label: 'Change username',
        ask: (person: ComponentChild): Rich => ['Change the username of ', person],
        consequences: [
          'The person signs in with the new username from now on.',
          'Links that were sent to them stop working.',
          'They get an email about it.',
        ],
        done: 'The username is changed.',
      },
      email: {
        title: 'Change email address',
        text: 'Sends a link to the new address, which has to be verified.',
        label: 'Change email address',
        ask: (person: ComponentChild): Rich => ['Change the email address of ', person],
        consequences: [
          'A link goes to the new address. The address counts once someone who reads its email opens the link.',
          'Until then the old address stays. It gets an email about the change.',
        ],
        done: 'The link is in the outbox. The new address counts once it is verified.',
      },
      disable: {
        title: 'Disable account',
        text: 'Ends all sessions. Nobody can sign in until you enable it again.',
        label: 'Disable',
        ask: (person: ComponentChild): Rich => ['Disable ', person, '?'],
        consequences: [
          'Every device is signed out, and links and apps stop working.',
          'Nobody can sign in. The page says the same as for an incorrect password.',
          'The data stays, and the person gets an email about it.',
        ],
        done: 'The account is disabled.',
      },
      'remove-factors': {
        title: 'Remove second factors',
        text: "For someone who has lost them. Make sure it's really them.",
        label: 'Remove',
        ask: (person: ComponentChild): Rich => ['Remove the second factors of ', person, '?'],
        consequences: [
          'The authenticator app and the recovery codes are removed, and every device is signed out.',
          "The person gets an email about it, with what to do if it wasn't them.",
        ],
        done: 'The second factors are removed.',
      },
      delete: {
        title: 'Delete account',
        text: 'Closes it right away, and erases it with its data later. Until then you can restore it.',
        label: 'Delete',
        ask: (person: ComponentChild): Rich => ['Delete ', person, '?'],
        consequences: [
          'Nobody can sign in from now on.',
          'After the grace period it is erased with all its data. Until then you can restore it.',
          'The person gets an email about it.',
        ],
        done: 'The account is deleted. Until it is erased, you can restore it.',
      },
    },
  },
  /** After an act, by its name. */
  done: {
    created: 'Account created. A link to choose a password is on its way to the email address.',
    'created-without-email':
      'Account created. Run latchkey accounts ask-new-password on the server for a link to hand over.',
  },
  acts: {
    passkeysToo: 'Remove passkeys too',
    newUsername: 'New username',
    newEmail: 'New email address',
    noAddress:
      "There's no verified email address to send a link to. Run `latchkey accounts ask-new-password` on the server for a link to hand over.",
    lastWayIn:
      'This person has no password and no verified email address, so nobody could sign in without the passkeys.',
  },
};
