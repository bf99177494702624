import type { ComponentChild } from 'preact';
import type { Rich, Wording } from '../../kit/words/index.ts';
import type { ProviderFault } from '../../people/trails/index.ts';

const again = 'Try again, or sign in another way.';

/** What happened, where a person can do something about it; the rest is for whoever runs the server. */
const faults: Partial<Readonly<Record<ProviderFault, (provider: string) => string>>> = {
  cancelled: (provider) => `You didn't finish signing in with ${provider}. ${again}`,
  unreachable: (provider) => `${provider} can't be reached right now. ${again}`,
  'auth-time': (provider) =>
    `${provider} didn't ask you to sign in again, so this doesn't confirm who you are. Try again, and enter your password there.`,
  'code-refused': (provider) => `${provider} took too long, or you came back twice. ${again}`,
};

export const english = {
  continueWith: (provider: string) => `Continue with ${provider}`,
  tryAgain: 'Try again',
  otherwise: 'Sign in another way',
  back: 'Back to my account',
  /** What somebody has, as in "a passkey was added". */
  thing: (provider: string) => `sign-in with ${provider}`,
  noSuchProvider: "This server doesn't offer sign-in with this provider.",
  expired: (isUsed: boolean, provider: string) =>
    isUsed
      ? `You've already come back from ${provider} with this link. Sign in again.`
      : `It took too long, or you started in another browser. Sign in with ${provider} again.`,
  failed: (fault: ProviderFault, provider: string) =>
    faults[fault]?.(provider) ??
    `${provider} sent an answer that this site can't use. ${again} If it happens again, tell the people who run this site.`,
  noAccess: (provider: string) =>
    `This ${provider} account can't sign in here. Sign in another way, or ask the people who run this site.`,
  noNewAccounts: (provider: string) =>
    `No account here is connected to this ${provider} account. If you have an account, sign in as usual and connect ${provider} on your account page, under “Sign-in and security”.`,
  accountExists: (provider: string) =>
    `There's already an account here with your email address. Sign in as you usually do, then connect ${provider} on your account page, under “Sign-in and security”.`,
  identityTaken: (provider: string) =>
    `This ${provider} account is already connected to another account here. Sign in to that account to disconnect it first.`,
  otherIdentity: (provider: string) =>
    `This ${provider} account isn't connected to your account here. Use the one that is.`,
  notByIdentity: "This account doesn't confirm your identity at a provider.",
  onceMore: 'There were many sign-ups from your network. Send the form again.',
  newcomer: {
    title: 'Choose a username',
    lead: (provider: string, known: string | undefined) =>
      known === undefined
        ? `You're signed in with ${provider}. Choose a username to create your account.`
        : `You're signed in with ${provider} as ${known}. Choose a username to create your account.`,
    hasAccount: (logIn: ComponentChild, provider: string): Rich => [
      'Already have an account here? ',
      logIn,
      ` as usual, then connect ${provider} on your account page.`,
    ],
  },
  problems: {
    failed: {
      title: "Sign-in with a provider didn't work",
      meaning: "The provider couldn't be reached, or its answer can't be used to sign in here.",
      remedy:
        'Send the person to `/login/with/{id}` again. The trail of the attempt says what was wrong. `latchkey login-with check ID` checks the settings.',
      onPage: 'Try again, or sign in another way.',
    },
    expired: {
      title: 'Start again',
      meaning:
        'This browser has no unfinished sign-in with the provider: it expired, was already used, or began in another browser.',
      remedy: 'Send the person to `/login/with/{id}` again.',
      onPage: 'Sign in again.',
    },
    identityTaken: {
      title: 'Already connected to another account',
      meaning: 'The identity at the provider belongs to another account here.',
      remedy: 'Disconnect it from the other account first, or use another identity.',
    },
    identityLastWay: {
      title: 'This is your only way to sign in',
      meaning: 'Without this identity, nobody could sign in to the account.',
      remedy: 'Set a password, add a passkey or verify an email address first.',
    },
    accountExists: {
      title: 'You already have an account',
      meaning: 'Another account here has the email address that the provider has verified.',
      remedy:
        'Sign in to that account as usual, then connect the provider on the account page. An address alone never connects an identity to an account.',
    },
  },
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly outside: Wording<typeof english>;
  }
}
