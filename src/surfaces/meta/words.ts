import type { Wording } from '../../kit/words/index.ts';

export const english = {
  noSuchCode: 'There is no error code of this name. /problems lists them all.',
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly meta: Wording<typeof english>;
  }
}
