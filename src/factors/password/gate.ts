import { busy } from '../../kit/http/index.ts';
import { problem } from '../../kit/problem.ts';
import type { TrailRecorder } from '../../people/trails/index.ts';
import type { HashTurns } from './turns.ts';

interface Gate {
  /** Does work in its turn. Throws `busy` where too many wait. A trail is told of the wait, if there was one. */
  run<Result>(work: () => Promise<Result>, trail?: Pick<TrailRecorder, 'note'>): Promise<Result>;
}

export function createGate(turns: HashTurns): Gate {
  return {
    async run(work, trail) {
      const ahead = await turns.take();
      if (ahead === 'full') throw problem(busy, ({ password }) => password.hashesWait, { retryAfter: 2 });
      if (ahead !== undefined) trail?.note({ code: 'hash-queued', ahead });
      try {
        return await work();
      } finally {
        turns.giveBack();
      }
    },
  };
}
