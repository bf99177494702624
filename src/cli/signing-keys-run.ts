import type { Flags } from '../config/index.ts';
import { isoTime } from '../kit/clock.ts';
import { listKeys, retireKey, rotateKeys, type SigningKey } from '../surfaces/provider/index.ts';
import { withDatabase, withSecretKey } from './accounts/database.ts';
import { columns, jsonLine, print, tell, timeText } from './accounts/text.ts';
import { dataKeys } from './find-data.ts';

const usedKeys = [...dataKeys, 'apps'];

/** Prints the published keys, as a table or as one JSON object per line. */
export function listSigningKeys({ json, ...flags }: Flags & { json?: true }): Promise<void> {
  return withDatabase(flags, async (services) => {
    const keys = await listKeys(services);
    if (json) await print(keys.map((key) => jsonLine(jsonOf(key))).join(''));
    else if (keys.length === 0)
      await print('No signing keys yet. The server creates them when an app first asks.\n');
    else await print(`${tableOf(keys)}\nAll times are UTC.\n`);
  });
}

/** Makes new keys, which sign a day later or at once. */
export function rotateSigningKeys(atOnce: boolean, flags: Flags): Promise<void> {
  return withSecretKey(
    flags,
    async (services) => {
      const keys = await rotateKeys(services, { atOnce });
      await print(
        `Created new signing keys.\n\n${tableOf(keys)}\nAll times are UTC. Running servers use them within a minute.\n`,
      );
      if (atOnce)
        await tell(
          'Retire the old ones with "latchkey signing-keys retire KID" if they may have been stolen.\n',
        );
    },
    usedKeys,
  );
}

/** Takes an old key out of what is published. */
export function retireSigningKey(kid: string, flags: Flags): Promise<void> {
  return withSecretKey(flags, async (services) => {
    const alg = await retireKey(services, kid);
    await print(
      `Retired ${kid} (${alg}). Running servers stop publishing it within a minute, and apps may keep it for a day.\n`,
    );
  });
}

const header = ['Key ID', 'Algorithm', 'State', 'Signs from', 'Signs until', 'Published until'];

const tableOf = (keys: readonly SigningKey[]): string => {
  const time = (at: number | null) => (at === null ? 'open' : timeText(at).slice(0, -3));
  return columns([
    header,
    ...keys.map(({ kid, alg, state, signsFrom, signsUntil, publishedUntil }) => [
      kid,
      alg,
      state,
      time(signsFrom),
      time(signsUntil),
      time(publishedUntil),
    ]),
  ]);
};

const jsonOf = ({ kid, alg, state, createdAt, signsFrom, signsUntil, publishedUntil }: SigningKey) => ({
  kid,
  alg,
  state,
  createdAt: isoTime(createdAt),
  signsFrom: isoTime(signsFrom),
  signsUntil: signsUntil === null ? null : isoTime(signsUntil),
  publishedUntil: publishedUntil === null ? null : isoTime(publishedUntil),
});
