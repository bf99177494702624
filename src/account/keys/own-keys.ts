import type { FastifyRequest } from 'fastify';
import type { UseCaseServices } from '../../factors/index.ts';
import { isoTime } from '../../kit/clock.ts';
import { days } from '../../kit/duration.ts';
import { type Caller, notFound } from '../../kit/http/index.ts';
import { problem } from '../../kit/problem.ts';
import { publicId } from '../../kit/public-id.ts';
import { bySession } from '../../login/prove/index.ts';
import { act } from '../../people/act/index.ts';
import {
  type AccessKeysTable,
  countKeys,
  deleteKey,
  insertKey,
  listKeys,
  newKey,
  scopesOfKey,
  tooManyKeys,
} from '../../people/keys/index.ts';
import { listScopes, requireScopes } from './wanted-scopes.ts';
import { warnedBefore } from './warn-of-ends.ts';

/** An account has at most so many. */
const most = 50;

/** How many days a key works unless its owner says otherwise, and at most. */
export const lifetimes = { usual: 90, most: 365 };

/** A key as its owner sees it. Times are ISO 8601 in UTC. */
export interface KeyView {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  /** Its last four characters. */
  readonly ending: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly usedAt: string | null;
  readonly usedFrom: string | null;
}

export interface WantedKey {
  readonly name: string;
  readonly scopes: readonly string[];
  /** How long it works, from now. */
  readonly days?: number | undefined;
}

const toView = (row: AccessKeysTable): KeyView => ({
  id: row.id,
  name: row.name,
  scopes: scopesOfKey(row),
  ending: row.ending,
  createdAt: isoTime(row.created_at),
  expiresAt: isoTime(row.expires_at),
  usedAt: row.used_at === null ? null : isoTime(row.used_at),
  usedFrom: row.used_from,
});

export async function listOwnKeys(
  { db }: Pick<UseCaseServices, 'db'>,
  accountId: string,
): Promise<KeyView[]> {
  return (await listKeys(db, accountId)).map(toView);
}

/** Makes a key, which is answered this once. Throws `proof-required`, `no-such-scope` and `too-many-keys`. */
export async function createOwnKey(
  services: UseCaseServices,
  caller: Caller,
  { name, scopes: wanted, days: lifetime = lifetimes.usual }: WantedKey,
  request: FastifyRequest,
): Promise<{ readonly key: string; readonly made: KeyView }> {
  const accountId = caller.account.id;
  const scopes = requireScopes(wanted, await listScopes(services));
  return act(services, bySession(services, caller, request), 'key-added', {
    async change(tx, { now }) {
      if ((await countKeys(tx, accountId)) >= most) throw problem(tooManyKeys);
      const { key, hash, ending } = newKey();
      const row: AccessKeysTable = {
        id: publicId('key_'),
        key_hash: hash,
        account_id: accountId,
        name: name.trim(),
        scopes: JSON.stringify(scopes),
        ending,
        created_at: now,
        expires_at: now + days(lifetime),
        used_at: null,
        used_from: null,
        warned_at: lifetime > warnedBefore ? null : now,
      };
      await insertKey(tx, row);
      const notice = { kind: 'key-added', name: row.name, until: row.expires_at } as const;
      return {
        value: { key, made: toView(row) },
        events: [{ type: 'key-added', detail: { key: row.id } }],
        notice,
      };
    },
    finish: (_tx, { value }) => value,
  });
}

/** Revokes a key of the caller's. Throws `not-found`. */
export async function revokeOwnKey(
  services: UseCaseServices,
  caller: Caller,
  id: string,
  request: FastifyRequest,
): Promise<void> {
  await act(services, bySession(services, caller, request), 'key-removed', {
    async change(tx) {
      const gone = id.includes('\0') ? undefined : await deleteKey(tx, caller.account.id, id);
      if (!gone) throw problem(notFound, ({ keys }) => keys.noSuchKey);
      return { value: undefined, events: [{ type: 'key-removed', detail: { key: id } }] };
    },
    finish: () => undefined,
  });
}
