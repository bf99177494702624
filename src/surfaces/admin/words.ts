import type { Wording } from '../../kit/words/index.ts';

export const english = {
  setup: {
    title: 'Set up this server',
    lead: (username: string) =>
      `You're signed in as ${username}. Enter the setup secret to become the administrator.`,
    secret: 'Setup secret',
    hint: 'The value of `admin.setupSecret` in the configuration of this server.',
    submit: 'Become the administrator',
    after: "You'll be signed out. Sign in again with a second factor to open the console.",
  },
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly admin: Wording<typeof english>;
  }
}
