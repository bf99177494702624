import type { ComponentChild } from 'preact';
import type { Rich, Wording } from '../kit/words/index.ts';

export const english = {
  page: {
    title: 'Your account',
    sections: 'On this page',
  },
  /** Each section in the list at the head of the page. */
  sections: {
    profile: 'Profile',
    security: 'Sign-in and security',
    sessions: 'Devices',
    activity: 'Activity',
    data: 'Your data',
    delete: 'Delete account',
  },
  identities: {
    title: 'Connected accounts',
    none: 'None',
    lastUsed: 'Last used',
    connect: (provider: string) => `Connect ${provider}`,
    disconnect: 'Disconnect',
    noSuchIdentity: 'Your account has no identity of this ID.',
  },
  notices: {
    identity: 'The account was connected. You can now sign in with it.',
    identityRemoved: 'The account was disconnected. All other devices were signed out.',
    data: 'Your data was saved.',
    confirmed: 'Your download is ready. Choose Download again.',
    session: 'The device was signed out.',
    sessions: 'All other devices were signed out.',
    email: 'We sent a link to that address.',
    emailRemoved: 'Your email address was removed.',
    password: 'Your password was changed, and all other devices were signed out.',
    passwordSet: 'Your password was set, and all other devices were signed out.',
  },
  gone: 'This account no longer exists.',
  enterCurrentPassword: 'Enter your current password.',
  passwordChangedMeanwhile: 'Someone else just changed the password. Try again.',
  passwordJustChanged: 'Your password was just changed. Sign in again.',
  noSuchSession: 'You have no session with this ID. It may have ended already.',
  profile: {
    title: 'Profile',
    since: (at: ComponentChild): Rich => ['Joined ', at],
    username: 'Username',
  },
  activity: {
    title: 'Activity',
    lead: "If you don't recognize something, change your password.",
    earlier: (count: number) => (count === 1 ? 'Show 1 more' : `Show ${count} more`),
  },
  sessions: {
    title: 'Devices',
    lead: "If you don't recognize one, sign it out and change your password.",
    endOthers: (others: number) =>
      others === 1 ? 'Sign out the other device' : `Sign out all ${others} other devices`,
    current: 'This device',
    end: 'Sign out',
    /** After `end`, for screen readers. */
    endWhich: (device: string) => device,
    seen: (at: ComponentChild, address: string): Rich => ['Active ', at, address && ` · ${address}`],
    began: (at: ComponentChild, end: ComponentChild): Rich => ['Signed in ', at, ' · Expires by ', end],
    /** In the place of a device, where an administrator looks at the account. */
    byAdmin: 'An admin, for support',
    byAdminText: 'They can look at your account, but not change anything.',
    apps: 'See the apps with access to your account',
    keys: 'Access keys for your programs',
  },
  password: {
    title: 'Password',
    none: 'Not set',
    hidden: '••••••••',
    open: { change: 'Change', set: 'Set' },
    change: {
      lead: 'This signs you out on all other devices.',
      submit: 'Change password',
    },
    set: {
      lead: 'With one, you can sign in without your email or passkey. Setting it signs you out on all other devices.',
      submit: 'Set password',
    },
    current: 'Current password',
    new: 'New password',
  },
  delete: {
    title: 'Delete account',
    lead: "Everything in it is deleted right away. You can't undo this.",
    open: 'Delete',
    password: "Your password, to confirm it's you",
    submit: 'Delete my account permanently',
  },
  data: {
    title: 'Your data',
    lead: 'Get everything this site stores about you as one file.',
    download: 'Download',
    edit: 'Edit JSON',
    /** After `edit`, for screen readers. */
    editWhat: 'document',
    document: 'Your JSON document',
    hint: (bytes: number) =>
      `Up to ${bytes.toLocaleString('en')} bytes. Apps that you sign in to with this account can read and change it.`,
    toMistake: 'Go to the mistake',
    save: 'Save',
    format: 'Format',
    unsaved: 'Unsaved changes',
    missing: 'The body is empty. Send the document as JSON.',
    /** To an administrator who looks at the account of somebody else. */
    notForLooks: 'Looking at the data of this account takes the permission `accounts:data`.',
    busy: 'Too many changes to this document at once. Try again.',
    sameVersion: "`If-None-Match` has the stored version, so it wasn't replaced.",
    stale: 'Your data was changed elsewhere. Reload it and make your change again.',
  },
};

declare module '../kit/words/index.ts' {
  interface Words {
    readonly account: Wording<typeof english>;
  }
}
