import type { Wording } from '../../kit/words/index.ts';

export const english = {
  over: 'This invitation has expired, or was already used or replaced. Ask for another one, or sign in if you accepted it before.',
  /** `address` is masked: `a…@example.com`. */
  forAnother: (address: string) =>
    `This invitation was sent to ${address}. Your account doesn't have that address verified.`,
  hasAccount:
    "There's already an account with this email address. Sign in to it, then open the invitation again.",
  problems: {
    invitationInvalid: {
      title: "This invitation can't be used",
      meaning: 'The invitation has expired, was already used or replaced, or was never sent.',
      remedy: 'Ask for another invitation. If you already accepted this one, sign in.',
    },
    invitationForAnother: {
      title: 'This invitation is for someone else',
      meaning: 'The invitation was sent to an address that the account of this session has not verified.',
      remedy:
        'Sign in to the account with that address, add the address to this account and verify it, or sign out and create a new account with the invitation.',
    },
  },
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly invitations: Wording<typeof english>;
  }
}
