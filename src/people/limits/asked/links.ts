import { inTransaction } from '../../../kit/db/index.ts';
import type { Client } from '../../../kit/http/index.ts';
import { recordEvent } from '../../events/index.ts';
import type { TrailRecorder } from '../../trails/index.ts';
import type { LimitServices } from '../challenge.ts';
import { askedRefusal } from '../refusals.ts';
import { findLimit, reserve } from '../store.ts';
import { addressLimit } from './address-limit.ts';

interface LookUp<Link> {
  /** Whether the token was made by this server, which nobody can guess. */
  readonly wasMadeHere: boolean;
  /** The link, if it can still be used. */
  readonly find: () => Promise<Link | undefined>;
  /** The same for a link that doesn't show it: one of an older version, or made under another secret key. */
  readonly wasSent: () => Promise<boolean>;
}

/**
 * Looks up a link from an email. Tokens that nobody was sent are counted for the address; once there are too many, none of
 * them is looked up for it. Links of ours cost nothing and are always looked up, however old they are and whatever others
 * at the address have tried: people click on them again. What is guessed at has 256 bits, so a token that is looked up
 * beside others before it is counted gains nobody anything. Answers what `find` does. Throws `too-many-attempts`.
 */
export async function findCountedLink<Link>(
  services: LimitServices,
  { client, trail }: { readonly client: Client; readonly trail: Pick<TrailRecorder, 'note'> },
  { wasMadeHere, find, wasSent }: LookUp<Link>,
): Promise<Link | undefined> {
  const limit = addressLimit(services, 'wrongLinks', client.address);
  if (!limit || wasMadeHere) return find();
  const refused = () =>
    askedRefusal(services, limit, { address: client.address, mayChallenge: false, trail });
  const row = await findLimit(services.db, limit.key);
  if (row && row.expires_at > limit.now && row.count >= limit.most) throw await refused();
  const link = await find();
  if (link !== undefined || (await wasSent())) return link;
  const count = await reserve(services.db, { ...limit, proved: true });
  if (count === undefined) throw await refused();
  if (count === limit.most) {
    const event = { accountId: null, client, at: limit.now, detail: { wrongLinks: count } };
    await inTransaction(services.db, (tx) => recordEvent(tx, { type: 'link-limited', ...event }));
  }
  return undefined;
}
