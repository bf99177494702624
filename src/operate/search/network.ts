import { isIP, isIPv4 } from 'node:net';
import { sql } from 'kysely';
import { byBytes, type Db } from '../../kit/db/index.ts';
import { plainAddress } from '../../kit/http/index.ts';
import { type Condition, few, finds, idsOf, most } from './condition.ts';

/** One address, or what the addresses of a network begin with. */
export type Network = { readonly address: string } | { readonly prefix: string };

/** After every text that begins with another one, byte by byte. */
const last = '\u{10ffff}';

/**
 * Reads an address, or a network that ends between two parts of one: addresses are stored as text. Undefined for others,
 * and for a network of IPv6 with a part of zeros, which addresses may leave out.
 */
export function readNetwork(text: string): Network | undefined {
  const [given = '', bits, ...rest] = text.split('/');
  const address = plainAddress(given);
  if (isIP(address) === 0 || rest.length > 0) return undefined;
  if (bits === undefined) return { address: canonical(address) };
  const width = isIPv4(address) ? 8 : 16;
  const count = Number(bits) / width;
  const separator = isIPv4(address) ? '.' : ':';
  const parts = canonical(address).split(separator).slice(0, count);
  const isWhole = /^\d{1,3}$/.test(bits) && Number.isInteger(count) && count >= 1 && Number(bits) <= 64;
  if (!isWhole || parts.length < count || parts.includes('') || (width === 16 && parts.includes('0')))
    return undefined;
  return isIPv4(address) && count === 4
    ? { address: canonical(address) }
    : { prefix: parts.join(separator) + separator };
}

/** As addresses are stored: IPv6 as RFC 5952 has it. */
const canonical = (address: string): string =>
  isIPv4(address) ? address : new URL(`http://[${address}]`).hostname.slice(1, -1);

/** Whoever did something from there that their events tell of. */
export function networkCondition(db: Db, network: Network): Condition {
  const column = byBytes(db, 'address');
  if ('address' in network) {
    const { address } = network;
    return {
      test: finds(sql`from events where ${column} = ${address} and account_id = p.account_id`),
      find: () => findAtAddress(db, address),
    };
  }
  const range = sql`${column} >= ${network.prefix} and ${column} < ${network.prefix + last}`;
  return {
    test: finds(sql`from events where account_id = p.account_id and ${range}`),
    find: () => idsOf(db, sql`select account_id from events where ${range}`, column),
  };
}

/** From one account to the next in the index, however many events each has from there. */
async function findAtAddress(db: Db, address: string): Promise<readonly string[] | undefined> {
  const next = (after: ReturnType<typeof sql>) =>
    sql`select min(account_id) from events where ${byBytes(db, 'address')} = ${address} ${after}`;
  const { rows } = await sql<{ id: string | null }>`
    with recursive found (id) as (
      ${next(sql``)} union all
      select (${next(sql`and account_id > found.id`)}) from found where found.id is not null)
    select id from found limit ${most + 1}`.execute(db);
  return few(rows.map(({ id }) => id));
}
