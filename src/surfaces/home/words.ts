import type { ComponentChild } from 'preact';
import type { Rich, Wording } from '../../kit/words/index.ts';

export const english = {
  title: 'Home',
  known: {
    eyebrow: 'You are in',
    hello: (username: ComponentChild): Rich => ['Hello, ', username, '.'],
    lead: 'This browser is logged in as you.',
    leadUntil: (time: ComponentChild): Rich => ['This browser is logged in as you until ', time, '.'],
    account: 'Your account',
    logOut: 'Log out',
  },
  stranger: {
    title: 'The front door for everything you build.',
    lead: (site: string) =>
      `${site} registers people, logs them in and keeps their data, for any frontend. Nobody is logged in with this browser yet.`,
    register: 'Register',
    logIn: 'Log in',
  },
  builders: {
    title: 'For those who build with it',
    api: { title: 'API console', lead: 'Every request of this server, to read and to try.' },
    problems: { title: 'Error codes', lead: 'What each refusal means and how to mend it.' },
    guide: { title: 'Guide', lead: 'What happens when somebody logs in, step by step.' },
  },
  workshop: {
    title: 'Three requests to begin with',
    lead: 'Paste them into a terminal, or send them with Insomnia. They work in development mode only.',
    steps: { hello: 'Say hello', register: 'Register', logIn: 'Log in' },
    request: (title: string) => `Request: ${title}`,
    answers: (answer: ComponentChild): Rich => ['It answers ', answer],
    frontend: 'A frontend in five lines',
    frontendLead:
      'In the script of any page on your machine, after the requests above. The browser keeps the session in a cookie that no script can read.',
  },
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly home: Wording<typeof english>;
  }
}
