import type { Flags } from '../../config/index.ts';
import { isoTime } from '../../kit/clock.ts';
import { findNamed } from '../../operate/accounts/index.ts';
import { type ListedKey, listKeysOf } from '../../operate/keys/index.ts';
import { noAccount, withDatabase } from './database.ts';
import { columns, jsonLine, print, timeText, visible } from './text.ts';

/** Prints the access keys of an account, without the keys themselves. */
export function listAccountKeys(name: string, { json, ...flags }: Flags & { json?: true }): Promise<void> {
  return withDatabase(flags, async (services) => {
    const account = await findNamed(services.db, name);
    if (!account) throw noAccount(services.config, name);
    const keys = await listKeysOf(services, account.id);
    if (json) return print(keys.map((key) => jsonLine(keyJson(key))).join(''));
    if (keys.length === 0) return print(`${account.username} has no access keys.\n`);
    await print(`${columns(keys.map(rowOf))}\nAll times are UTC.\n`);
  });
}

const keyJson = ({ isExpired: _said, createdAt, expiresAt, usedAt, ...key }: ListedKey) => ({
  ...key,
  createdAt: isoTime(createdAt),
  expiresAt: isoTime(expiresAt),
  usedAt: usedAt === null ? null : isoTime(usedAt),
});

const rowOf = (key: ListedKey): string[] => [
  key.id,
  visible(key.name),
  `…${key.ending}`,
  key.scopes.join(', '),
  `created ${timeText(key.createdAt)}`,
  `${key.isExpired ? 'expired' : 'expires'} ${timeText(key.expiresAt)}`,
  key.usedAt === null ? 'never used' : `last used ${timeText(key.usedAt)}`,
];
