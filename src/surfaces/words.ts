import type { UnsentWords } from '../kit/ui/index.ts';

/** What is said of a form that couldn't be taken, by why. */
export const english = {
  expired: {
    title: 'Your session has expired',
    nothing: 'Nothing was changed. Sign in, then try again.',
    typed:
      'Nothing was saved yet, but what you typed is still here. Sign in in the new tab, come back to this page, and send it again.',
    way: 'Sign in',
  },
  unconfirmed: {
    title: "Confirm it's you",
    nothing: 'Nothing was changed. Confirm your identity, then try again.',
    typed:
      'Nothing was saved yet, but what you typed is still here. Confirm your identity in the new tab, come back to this page, and send it again.',
    way: 'Confirm my identity',
  },
  forAnother: {
    title: 'This page was opened for another account',
    nothing: 'Someone else has signed in to this browser since you opened it, so nothing was changed.',
    typed:
      'Someone else has signed in to this browser since you opened it, so nothing was saved. Copy what you typed, or sign in to the other account in a new tab and send it again.',
    way: 'Go to the current account',
  },
  ofAnotherLogin: {
    title: 'This page belongs to another sign-in',
    nothing: 'A newer sign-in was started in this browser, so nothing was sent.',
    typed: 'A newer sign-in was started in this browser, so nothing was sent. You can copy what you typed.',
    way: 'Continue signing in',
  },
  unreadable: {
    title: 'Check what you entered',
    nothing: 'Nothing was saved.',
    typed: 'Nothing was saved yet, but what you typed is still here. Check it, then send it again.',
  },
} satisfies Readonly<Record<string, UnsentWords>>;

declare module '../kit/words/index.ts' {
  interface Words {
    readonly unsent: Readonly<Record<keyof typeof english, UnsentWords>>;
  }
}
