import type { Wording } from '../kit/words/index.ts';

export const english = {
  last: 'This account must have a second factor, and this is its last one. To remove it, add another first.',
};

declare module '../kit/words/index.ts' {
  interface Words {
    readonly factors: Wording<typeof english>;
  }
}
