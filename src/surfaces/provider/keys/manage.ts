import { holdTexts, inTransaction } from '../../../kit/db/index.ts';
import { CliError } from '../../../kit/failure.ts';
import type { Client } from '../../../kit/http/index.ts';
import type { Services } from '../../../kit/services.ts';
import { recordCommand } from '../../../people/audit/index.ts';
import { recordEvent } from '../../../people/events/index.ts';
import { rotateSigningKeys, type SigningAlg, turn } from './keys.ts';
import { deleteSigningKey, listSigningKeys, type SigningKeyRow } from './store.ts';

/** The operator, as events name them. */
const operator: Client = { actor: 'command', address: '', device: 'latchkey signing-keys' };

const target = { kind: 'instance', id: 'signing-keys' } as const;

type KeyServices = Pick<Services, 'db' | 'clock' | 'secretKey' | 'config'>;

/** A signing key as an operator sees it: the public facts alone. Times are Unix milliseconds. */
export interface SigningKey {
  readonly kid: string;
  readonly alg: SigningAlg;
  /** `next` is published and signs later; `old` signs no longer, and is published for what it signed. */
  readonly state: 'signs' | 'next' | 'old';
  readonly createdAt: number;
  readonly signsFrom: number;
  readonly signsUntil: number | null;
  readonly publishedUntil: number | null;
}

/** The keys that are published, the newest first. */
export async function listKeys({
  db,
  clock,
}: Pick<KeyServices, 'db' | 'clock'>): Promise<readonly SigningKey[]> {
  const now = clock();
  const rows = await listSigningKeys(db);
  return rows
    .filter((row) => (row.published_until ?? Infinity) > now)
    .map((row) => ({
      kid: row.kid,
      alg: row.alg,
      state: stateOf(row, now),
      createdAt: row.created_at,
      signsFrom: row.signs_from,
      signsUntil: row.signs_until,
      publishedUntil: row.published_until,
    }))
    .toReversed();
}

function stateOf(row: SigningKeyRow, now: number): SigningKey['state'] {
  if (row.signs_from > now && (row.signs_until ?? Infinity) > row.signs_from) return 'next';
  return (row.signs_until ?? Infinity) > now ? 'signs' : 'old';
}

/** Makes new keys, as `rotateSigningKeys` does, and notes it. The first ones sign at once: there is nothing to wait for. */
export async function rotateKeys(
  services: KeyServices,
  { atOnce }: { atOnce: boolean },
): Promise<readonly SigningKey[]> {
  const isFirst = (await listSigningKeys(services.db)).length === 0;
  await rotateSigningKeys(services, { atOnce: atOnce || isFirst });
  const [at, detail] = [services.clock(), { atOnce }];
  await inTransaction(services.db, async (tx) => {
    await recordEvent(tx, { type: 'signing-key-rotated', accountId: null, client: operator, at, detail });
    const act = { command: operator.device, act: 'signing-keys-rotated', target, detail, at } as const;
    await recordCommand(tx, services, act);
  });
  return listKeys(services);
}

/**
 * Takes a key out of what is published: whatever it signed is refused by apps as soon as they fetch the keys again.
 * Throws `CliError` for one that signs now or will: nothing would sign in its place.
 */
export async function retireKey(
  services: Pick<KeyServices, 'db' | 'clock' | 'secretKey'>,
  kid: string,
): Promise<SigningAlg> {
  const now = services.clock();
  return inTransaction(services.db, async (tx) => {
    await holdTexts(tx, [turn]);
    const row = (await listSigningKeys(tx)).find((one) => one.kid === kid);
    if (!row)
      throw new CliError(
        `There is no signing key ${JSON.stringify(kid)}.`,
        'Run "latchkey signing-keys list" to see all of them.',
      );
    if (stateOf(row, now) !== 'old')
      throw new CliError(
        `${kid} ${row.signs_from > now ? 'is the next key to sign' : 'signs tokens now'}, and no other key would in its place.`,
        'Run "latchkey signing-keys rotate --at-once" first.',
      );
    await deleteSigningKey(tx, kid);
    const [at, detail] = [now, { kid }];
    await recordEvent(tx, { type: 'signing-key-retired', accountId: null, client: operator, at, detail });
    const act = { command: operator.device, act: 'signing-key-retired', target, detail, at } as const;
    await recordCommand(tx, services, act);
    return row.alg;
  });
}
