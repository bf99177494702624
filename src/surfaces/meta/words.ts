import type { Wording } from '../../kit/words/index.ts';

export const english = {
  noSuchCode: "There's no such error code. See /problems for the list.",
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly meta: Wording<typeof english>;
  }
}
