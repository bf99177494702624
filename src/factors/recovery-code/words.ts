import type { Wording } from '../../kit/words/index.ts';

export const english = {
  use: 'use a recovery code',
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly recoveryCode: Wording<typeof english>;
  }
}
