import { seconds } from '../../kit/duration.ts';
import { firstIdAt, timeOfId } from '../../kit/ids.ts';
import type { Services } from '../../kit/services.ts';
import { findNewestPart, listPartsAfter } from '../../people/trails/index.ts';

export type EndedPart = Awaited<ReturnType<typeof listPartsAfter>>[number];

type Of = Pick<Services, 'db'> & {
  /** Those of one account; left out for all. */
  readonly accountId?: string | undefined;
};

/** Several processes write, each in its own time: a part may come to light after one that ended later. */
const latest = seconds(10);

/** How many parts one statement reads. */
const perRead = 1000;

/** Gives a function that says at each call which parts of trails have come to light since the last, each once. */
export async function followParts(of: Of): Promise<() => Promise<EndedPart[]>> {
  let newest = await findNewestPart(of.db);
  let seen = new Set<string>();
  const look = async () => {
    const parts = await partsSince(of, newest);
    const fresh = parts.filter(({ id }) => !seen.has(id));
    seen = new Set(parts.map(({ id }) => id));
    newest = parts.at(-1)?.id ?? newest;
    return fresh;
  };
  await look();
  return look;
}

/** The parts of the last seconds before the newest one that is known, and all after it. */
async function partsSince({ db, accountId }: Of, newest: string | undefined): Promise<EndedPart[]> {
  let after = newest === undefined ? '' : firstIdAt(Math.max(0, timeOfId(newest) - latest));
  const parts: EndedPart[] = [];
  for (;;) {
    const read = await listPartsAfter(db, { accountId, after, limit: perRead });
    parts.push(...read);
    const last = read.at(-1);
    if (last === undefined || read.length < perRead) return parts;
    after = last.id;
  }
}
