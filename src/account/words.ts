import type { ComponentChild } from 'preact';
import type { Rich, Wording } from '../kit/words/index.ts';

export const english = {
  page: {
    title: 'Your account',
    registered: (at: ComponentChild): Rich => ['Registered ', at],
    lastLogin: (at: ComponentChild): Rich => ['Last login ', at],
    sections: 'On this page',
  },
  /** Each section in the list at the head of the page. */
  sections: {
    data: 'Data',
    sessions: 'Sessions',
    email: 'E-mail',
    security: 'Security',
    password: 'Password',
    delete: 'Delete',
  },
  notices: {
    data: 'Your data is saved.',
    session: 'The session is over.',
    sessions: 'All your other sessions are over.',
    email: 'A link is on its way to the address.',
    emailRemoved: 'There is no address any more.',
    password: 'Your password is changed, and all your other sessions are over.',
    passwordSet: 'Your password is set, and all your other sessions are over.',
  },
  gone: 'This account is gone.',
  enterCurrentPassword: 'Enter your current password.',
  passwordChangedMeanwhile: 'The password was changed by somebody else at the same moment.',
  passwordJustChanged: 'Your password was just changed. Sign in again.',
  noSuchSession: 'You have no session of this id. It may have ended already.',
  sessions: {
    title: 'Sessions',
    lead: 'Every browser and program that is logged in as you. If you do not know one, end it and change your password.',
    endOthers: (others: number) =>
      others === 1 ? 'End the other session' : `End all ${others} other sessions`,
    current: 'This one',
    end: 'End',
    /** After `end`, for screen readers. */
    endWhich: (device: string) => `the session on ${device}`,
    lastSeen: 'Last seen',
    seenFrom: (at: ComponentChild, address: string): Rich => [at, ' from ', address],
    began: 'Began',
    ends: 'Ends',
  },
  password: {
    title: 'Password',
    change: {
      lead: 'When it changes, every other session ends. This one goes on.',
      submit: 'Change password',
    },
    set: {
      lead: "You don't have one. With a password you can sign in even without your email or passkey. Setting it ends all your other sessions.",
      submit: 'Set password',
    },
    current: 'Current password',
    new: 'New password',
  },
  delete: {
    title: 'Delete this account',
    lead: 'Your name, your data and all sessions are removed at once. It cannot be undone.',
    open: 'I want to delete it',
    password: 'Your password, to be sure it is you',
    submit: 'Delete my account for good',
  },
  data: {
    title: 'Data',
    document: 'Your JSON document',
    hint: (bytes: number) =>
      `One JSON document, at most ${bytes.toLocaleString('en')} bytes. Apps that you log in to with this account may read and change it.`,
    toMistake: 'Take me there',
    save: 'Save',
    format: 'Format',
    unsaved: 'Not saved yet',
    missing: 'The body is missing: send the document as JSON.',
    busy: 'Too many changes of this document at once. Try again.',
    sameVersion: "`If-None-Match` names the version that is stored, so it wasn't replaced.",
    stale: 'Your data was changed elsewhere since you read it. Read it again and repeat your change.',
  },
};

declare module '../kit/words/index.ts' {
  interface Words {
    readonly account: Wording<typeof english>;
  }
}
