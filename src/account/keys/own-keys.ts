import type { FastifyRequest } from 'fastify';
import type { UseCaseServices } from '../../factors/index.ts';
import { isoTime } from '../../kit/clock.ts';
import { days } from '../../kit/duration.ts';
import { type Caller, invalidRequest, notFound } from '../../kit/http/index.ts';
import { publicId } from '../../kit/public-id.ts';
import { problem } from '../../kit/problem.ts';
import { bySession } from '../../login/prove/index.ts';
import { act } from '../../people/act/index.ts';
import {
  type AccessKeysTable,
  countKeys,
  deleteKey,
  insertKey,
  type KeyScope,
  listKeys,
  newKey,
  tooManyKeys,
} from '../../people/keys/index.ts';

/** An account has at most so many. */
const most = 50;

/** How long a key works unless its owner says otherwise, and at most. */
export const lifetimes = { usual: days(90), most: days(365) };

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
  readonly scopes: readonly KeyScope[];
  /** In milliseconds from now. */
  readonly lifetime: number;
}

const toView = (row: AccessKeysTable): KeyView => ({
  id: row.id,
  name: row.name,
  scopes: JSON.parse(row.scopes) as string[],
  ending: row.ending,
  createdAt: isoTime(row.created_at),
  expiresAt: isoTime(row.expires_at),
  usedAt: row.used_at === null ? null : isoTime(row.used_at),
  usedFrom: row.used_from,
});

export async function listOwnKeys({ db }: Pick<UseCaseServices, 'db'>, accountId: string): Promise<KeyView[]> {
  return (await listKeys(db, accountId)).map(toView);
}

/** Makes a key, which is answered this once. Throws `proof-required` or `too-many-keys`. */
export function createOwnKey(
  services: UseCaseServices,
  caller: Caller,
  { name, scopes, lifetime }: WantedKey,
  request: FastifyRequest,
): Promise<{ readonly key: string; readonly made: KeyView }> {
  const accountId = caller.account.id;
  if (lifetime <= 0 || lifetime > lifetimes.most) throw problem(invalidRequest, ({ keys }) => keys.lifetime);
  return act(services, bySession(services, caller, request), 'key-added', {
    async change(tx, { now }) {
      if ((await countKeys(tx, accountId)) >= most) throw problem(tooManyKeys);
      const { key, hash, ending } = newKey();
      const row: AccessKeysTable = {
        id: publicId('key_'),
        key_hash: hash,
        account_id: accountId,
        name,
        scopes: JSON.stringify([...new Set(scopes)].toSorted()),
        ending,
        created_at: now,
        expires_at: now + lifetime,
        used_at: null,
        used_from: null,
        warned_at: null,
      };
      await insertKey(tx, row);
      const notice = { kind: 'factor-added', name: services.words.keys.thing(name) } as const;
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
