import type { Wording } from '../../kit/words/index.ts';

export const english = {
  problems: {
    mailNotWaiting: {
      title: "This email can't be sent again",
      meaning:
        'It was sent already, is being sent right now, or was given up so long ago that its content is deleted.',
      remedy: 'Have whoever waits for it ask for a new one.',
    },
  },
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly mailQueue: Wording<typeof english>;
  }
}
