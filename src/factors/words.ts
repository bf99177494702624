import type { Wording } from '../kit/words/index.ts';

export const english = {
  last: 'This account needs two-step verification. To remove this one, add another first.',
};

declare module '../kit/words/index.ts' {
  interface Words {
    readonly factors: Wording<typeof english>;
  }
}
