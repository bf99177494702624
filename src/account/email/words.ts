import type { Wording } from '../../kit/words/index.ts';

export const english = {
  newerCode: 'Enter the code of a newer mail.',
  lastWayIn:
    'Your account has no password, so without this address nobody could sign in to it. Set a password or add a passkey first.',
  taken: 'Another account has confirmed this address by now.',
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly accountEmail: Wording<typeof english>;
  }
}
