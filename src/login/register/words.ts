import type { Wording } from '../../kit/words/index.ts';

export const english = {
  onceMore: 'There were many registrations from your network. Enter the password once more.',
  imitates: 'This username looks like one that is taken. Choose another one.',
  taken: (username: string) => `The name "${username}" is taken. Choose another, or log in if it is yours.`,
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly register: Wording<typeof english>;
  }
}
