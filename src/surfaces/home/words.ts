import type { ComponentChild } from 'preact';
import type { Rich, Wording } from '../../kit/words/index.ts';

export const english = {
  title: 'Home',
  known: {
    eyebrow: 'Signed in',
    hello: (username: ComponentChild): Rich => ['Hello, ', username, '.'],
    lead: "You're signed in to this browser.",
    /** `time` is when the session ends if nobody uses it. Nothing follows: a script makes it local, which would move that. */
    leadUntil: (time: ComponentChild): Rich => [
      "You're signed in to this browser. If you don't come back, you'll be signed out on ",
      time,
    ],
    account: 'Your account',
    logOut: 'Sign out',
  },
  stranger: {
    title: (site: string) => `Welcome to ${site}`,
    lead: 'Sign in, or create an account.',
    description: (site: string) => `Sign in to ${site}, or create an account.`,
    register: 'Create account',
    logIn: 'Sign in',
  },
  builders: {
    pitch: 'Sign-in for everything you build',
    about: (site: string) =>
      `${site} signs people up, signs them in and stores their data, for any frontend. Nobody is signed in to this browser yet.`,
    title: 'For developers',
    api: { title: 'API console', lead: 'Read and try every request.' },
    apps: {
      title: 'App sign-in',
      lead: 'Sign in to a demo app and watch every request and token.',
    },
    problems: { title: 'Error codes', lead: 'What each error means and how to fix it.' },
  },
  workshop: {
    title: 'Three requests to start with',
    lead: 'Paste them into a terminal, or send them with Insomnia. They work in development mode only.',
    steps: { hello: 'Say hello', register: 'Create an account', logIn: 'Sign in' },
    request: (title: string) => `Request: ${title}`,
    answers: (answer: ComponentChild): Rich => ['It answers ', answer],
    frontend: 'A frontend in five lines',
    frontendLead:
      "After the requests above, press F12 and paste this into the console. In a page of your own, put it in a module script and use any local web server. The browser keeps the session in a cookie that scripts can't read.",
  },
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly home: Wording<typeof english>;
  }
}
