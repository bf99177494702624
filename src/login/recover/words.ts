import type { Wording } from '../../kit/words/index.ts';

export const english = {
  newerCode: 'Enter the code of a newer mail.',
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly recover: Wording<typeof english>;
  }
}
