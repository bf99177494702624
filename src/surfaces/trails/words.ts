import type { Wording } from '../../kit/words/index.ts';

export const english = {
  stream: 'This is a stream of server-sent events for /dev/trails.',
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly trailPages: Wording<typeof english>;
  }
}
