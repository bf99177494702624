import { createPrivateKey, generateKeyPair, type KeyObject, type webcrypto } from 'node:crypto';
import { promisify } from 'node:util';
import { holdTexts, inTransaction, type Tx } from '../../../kit/db/index.ts';
import { days } from '../../../kit/duration.ts';
import { openSecret, sealSecret } from '../../../kit/sealed-secret.ts';
import { hashToken } from '../../../kit/secret-token.ts';
import type { Services } from '../../../kit/services.ts';
import { sealOf } from './reseal.ts';
import { endSigning, insertSigningKey, listSigningKeys, type SigningKeyRow } from './store.ts';

type KeyServices = Pick<Services, 'db' | 'clock' | 'secretKey' | 'config'>;

export type SigningAlg = SigningKeyRow['alg'];

const algs: readonly SigningAlg[] = ['RS256', 'ES256'];

/** A private key as the provider takes it. */
export type PrivateJwk = Readonly<Record<string, unknown>> & { readonly kid: string };

/** How long a key is published before it signs, and after its last token has run out: apps may keep what they fetched for a day. */
const publishedAround = days(1);

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
  const sealed = sealSecret(secretKey, sealOf(kid), Buffer.from(JSON.stringify(jwk)));
  const open = { signs_until: null, published_until: null };
  return { kid, alg, sealed, created_at: at, signs_from: signsFrom, ...open } satisfies SigningKeyRow;
}

/** Of processes that make keys at once, the later ones find those of the first. */
export const turn = hashToken('signing-keys');

/**
 * The keys to publish and sign with, those that sign now first: the provider takes the first that fits. Makes what is missing, and
 * the next one a day before it is due.
 */
export async function loadSigningKeys(services: KeyServices): Promise<PrivateJwk[]> {
  const now = services.clock();
  const published = (await listDue(services, now)).filter((row) => (row.published_until ?? Infinity) > now);
  const signs = (row: SigningKeyRow) => signsAt(row, now);
  return [...published.filter(signs), ...published.filter((row) => !signs(row))].flatMap((row) => {
    const jwk = openJwk(services, row);
    return jwk ? [{ ...jwk, kid: row.kid, alg: row.alg, use: 'sig' }] : [];
  });
}

/** What signs now by an algorithm, which is read anew each time: a key that was stolen must sign no more. */
export async function loadSigner(services: KeyServices, alg: SigningAlg): Promise<Signer> {
  const rows = (await listDue(services, services.clock())).filter((row) => row.alg === alg);
  // Making keys takes time, and the first may be another process's, by its clock.
  const now = services.clock();
  const row = rows.find((one) => signsAt(one, now)) ?? rows.find((one) => one.signs_until === null);
  if (!row) throw new Error(`No key signs by ${alg} now.`);
  const known = signers.get(services);
  if (known?.sealed === row.sealed) return known;
  const jwk = openJwk(services, row);
  if (!jwk) throw new Error('The secret key does not open the key to sign by.');
  const signer = {
    kid: row.kid,
    sealed: row.sealed,
    key: createPrivateKey({ key: jwk as webcrypto.JsonWebKey, format: 'jwk' }),
  };
  signers.set(services, signer);
  return signer;
}

interface Signer {
  readonly kid: string;
  readonly key: KeyObject;
}

/** To open a key takes longer than to sign by it. */
const signers = new WeakMap<KeyServices, Signer & { readonly sealed: string }>();

function openJwk({ secretKey }: KeyServices, { kid, sealed }: SigningKeyRow): object | undefined {
  const jwk = openSecret(secretKey, sealOf(kid), sealed);
  return jwk && (JSON.parse(jwk.toString()) as object);
}

const signsAt = (row: SigningKeyRow, now: number): boolean =>
  row.signs_from <= now && (row.signs_until ?? Infinity) > now;

async function listDue(services: KeyServices, now: number): Promise<SigningKeyRow[]> {
  const rows = await listSigningKeys(services.db);
  return algs.some((alg) => isDue(services, rows, alg, now)) ? makeDue(services, now) : rows;
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

async function addKey({ config }: KeyServices, tx: Tx, row: SigningKeyRow) {
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
