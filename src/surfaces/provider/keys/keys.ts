import { generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { holdTexts, inTransaction } from '../../../kit/db/index.ts';
import { days } from '../../../kit/duration.ts';
import { openSecret, sealSecret } from '../../../kit/sealed-secret.ts';
import { hashToken } from '../../../kit/secret-token.ts';
import type { Services } from '../../../kit/services.ts';
import { purpose } from './reseal.ts';
import {
  deleteSigningKey,
  endSigning,
  insertSigningKey,
  listSigningKeys,
  type SigningKeyRow,
} from './store.ts';

type KeyServices = Pick<Services, 'db' | 'clock' | 'secretKey' | 'config'>;

export type SigningAlg = SigningKeyRow['alg'];

const algs: readonly SigningAlg[] = ['RS256', 'ES256'];

/** A private key as the provider takes it. */
export type PrivateJwk = Readonly<Record<string, unknown>> & { readonly kid: string };

/** How long a key is published before it signs, and after its last token has run out: apps may keep what they fetched for a day. */
export const publishedAround = days(1);

const make = promisify(generateKeyPair) as (
  type: string,
  options: object,
) => Promise<{ privateKey: KeyObject }>;

/** What names a key, of a JWK. */
type PublicParts = Readonly<Partial<Record<'kty' | 'n' | 'crv' | 'x' | 'y', string>>>;

/** RSA with 3072 bits and P-256 are as strong as AES-128 (NIST SP 800-57); made in a thread of its own. */
async function makeKey(alg: SigningAlg): Promise<PublicParts> {
  const { privateKey } =
    alg === 'RS256' ? await make('rsa', { modulusLength: 3072 }) : await make('ec', { namedCurve: 'P-256' });
  return privateKey.export({ format: 'jwk' }) as PublicParts;
}

async function newRow({ secretKey }: KeyServices, alg: SigningAlg, at: number, signsFrom: number) {
  const jwk = await makeKey(alg);
  const kid = hashToken(JSON.stringify([jwk.kty, jwk.n, jwk.crv, jwk.x, jwk.y])).slice(0, 16);
  const sealed = sealSecret(secretKey, { purpose, owner: kid }, Buffer.from(JSON.stringify(jwk)));
  const open = { signs_until: null, published_until: null };
  return { kid, alg, sealed, created_at: at, signs_from: signsFrom, ...open } satisfies SigningKeyRow;
}

/** Of processes that make keys at once, the later ones find those of the first. */
const turn = hashToken('signing-keys');

/**
 * The keys to publish and sign with, those that sign now first: the provider takes the first that fits. Makes what is missing, and
 * the next one a day before it is due.
 */
export async function loadSigningKeys(services: KeyServices): Promise<PrivateJwk[]> {
  const { db, clock, secretKey } = services;
  const now = clock();
  let rows = await listSigningKeys(db);
  if (algs.some((alg) => isDue(services, rows, alg, now))) rows = await makeDue(services, now);
  const published = rows.filter((row) => (row.published_until ?? Infinity) > now);
  const signs = (row: SigningKeyRow) => row.signs_from <= now && (row.signs_until ?? Infinity) > now;
  return [...published.filter(signs), ...published.filter((row) => !signs(row))].flatMap((row) => {
    const jwk = openSecret(secretKey, { purpose, owner: row.kid }, row.sealed);
    return jwk ? [{ ...(JSON.parse(jwk.toString()) as object), kid: row.kid, alg: row.alg, use: 'sig' }] : [];
  });
}

/** Whether the newest key of an algorithm is missing, or so old that the next one must be published. */
function isDue(
  { config }: KeyServices,
  rows: readonly SigningKeyRow[],
  alg: SigningAlg,
  now: number,
): boolean {
  const newest = rows.findLast((row) => row.alg === alg);
  if (!newest) return true;
  return newest.signs_from + config.apps.keyRotation - publishedAround <= now;
}

async function makeDue(services: KeyServices, now: number): Promise<SigningKeyRow[]> {
  const made = new Map<SigningAlg, SigningKeyRow>();
  // Before the transaction: it takes up to a second.
  for (const alg of algs) made.set(alg, await newRow(services, alg, now, now));
  return inTransaction(services.db, async (tx) => {
    await holdTexts(tx, [turn]);
    const rows = await listSigningKeys(tx);
    for (const [alg, row] of made) {
      if (!isDue(services, rows, alg, now)) continue;
      const isFirst = !rows.some((one) => one.alg === alg);
      await addKey(services, tx, { ...row, signs_from: isFirst ? now : now + publishedAround });
    }
    return listSigningKeys(tx);
  });
}

async function addKey({ config }: KeyServices, tx: Parameters<typeof endSigning>[0], row: SigningKeyRow) {
  await insertSigningKey(tx, row);
  const longer = publishedAround + config.apps.accessToken;
  await endSigning(tx, row.alg, { at: row.signs_from, longer, but: row.kid });
}

/** Makes the next keys now. They are published at once and sign a day later, or at once if a key was stolen. */
export async function rotateSigningKeys(
  services: KeyServices,
  { atOnce }: { atOnce: boolean },
): Promise<void> {
  const now = services.clock();
  const rows: SigningKeyRow[] = [];
  for (const alg of algs) rows.push(await newRow(services, alg, now, atOnce ? now : now + publishedAround));
  await inTransaction(services.db, async (tx) => {
    await holdTexts(tx, [turn]);
    for (const row of rows) await addKey(services, tx, row);
  });
}

/** Takes a key out of what is published: whatever it signed is refused by apps as soon as they fetch the keys again. */
export function retireSigningKey({ db }: KeyServices, kid: string): Promise<boolean> {
  return deleteSigningKey(db, kid);
}
