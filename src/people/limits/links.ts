import { inTransaction } from '../../kit/db/index.ts';
import type { Client } from '../../kit/http/index.ts';
import type { Services } from '../../services.ts';
import { recordEvent } from '../events/index.ts';
import type { TrailRecorder } from '../trails/index.ts';
import { addressLimit } from './address-limit.ts';
import { askedRefusal } from './refusals.ts';
import { giveBack, reserve } from './store.ts';

/**
 * Looks up a link from an email, counted for the address before it is looked up and taken back where it is good: so
 * nobody tries tokens without end, and a right one costs nothing. Answers what `find` does. Throws `too-many-attempts`.
 */
export async function findCountedLink<Link>(
  services: Services,
  { client, trail }: { readonly client: Client; readonly trail: Pick<TrailRecorder, 'note'> },
  find: () => Promise<Link | undefined>,
): Promise<Link | undefined> {
  const limit = addressLimit(services, 'wrongLinks', client.address);
  if (!limit) return find();
  const count = await reserve(services.db, { ...limit, proved: true });
  if (count === undefined) {
    throw await askedRefusal(services, limit, { address: client.address, mayChallenge: false, trail });
  }
  const takeBack = () => giveBack(services.db, limit.key);
  const link = await find().catch(async (error: unknown) => {
    await takeBack();
    throw error;
  });
  if (link !== undefined) await takeBack();
  else if (count === limit.most) {
    const event = { accountId: null, client, at: limit.now, detail: { wrongLinks: count } };
    await inTransaction(services.db, (tx) => recordEvent(tx, { type: 'link-limited', ...event }));
  }
  return link;
}
