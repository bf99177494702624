import type { Wording } from '../../kit/words/index.ts';

export const english = {
  reason: ({ least, most }: { readonly least: number; readonly most: number }) =>
    `Give a reason of ${least} to ${most} characters. Only admins see it. Don't write names or email addresses into it.`,
  imitates: 'This username looks like one that is already taken. Choose another.',
  taken: (username: string) => `The username "${username}" is already taken. Choose another.`,

  nothingGiven: 'Enter a username, an email address, or both.',

  impersonationOff:
    'Signing in as someone else is turned off. Set `admin.impersonation` to `true` to turn it on.',
  ofAdministrator: "You can't sign in as someone who has a role in the console.",

  lastIdentity:
    "This person couldn't sign in anymore: there's no password, no passkey and no verified email address.",

  addressTaken: 'Another account has verified this email address.',

  problems: {
    reasonMissing: {
      title: 'Reason required',
      meaning: "What an admin does to someone else's account needs a reason, which the audit log keeps.",
      remedy: 'Send `reason` with 3 to 500 characters. Only admins see it.',
    },
    accountClosed: {
      title: 'This account is closed',
      meaning: 'The account is disabled or deleted.',
      remedy: 'Enable or restore it first.',
    },
    noVerifiedAddress: {
      title: 'No verified email address',
      meaning:
        "The account has no verified email address, so a link to set a new password can't reach its owner.",
      remedy: 'Run `latchkey accounts ask-new-password NAME` on the server: it prints a link to hand over.',
    },
  },
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly adminActs: Wording<typeof english>;
  }
}
