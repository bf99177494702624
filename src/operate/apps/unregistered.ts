import { type Db, holdFreeRows, inPieces } from '../../kit/db/index.ts';
import { days, hours } from '../../kit/duration.ts';
import { CliError } from '../../kit/failure.ts';
import { type AppMetadata, newAppId, requireRedirect, stripAppName } from './app.ts';
import { type AppRow, insertApp } from './store.ts';
import type { AppKind } from './table.ts';

/** What an app that no operator has added says of itself. */
export interface ClaimedApp {
  readonly kind: AppKind;
  readonly metadata: AppMetadata;
}

/** Why it can't be taken, in English for whoever made the app. */
export interface Unfit {
  readonly unfit: string;
}

const grantTypes: readonly unknown[] = ['authorization_code', 'refresh_token'];
const mostAddresses = 20;
/** As many as people can read in its name. */
const mostPlaces = 5;
const mostKeys = 10;

/**
 * Reads the metadata of RFC 7591, of which only what is needed is kept. It can be no more than an app that people sign in to by a
 * code: a machine, or one with a secret, only an operator makes. Whatever it links to is never loaded.
 */
export function readClaims(
  given: unknown,
  { mayAskForSecret }: { mayAskForSecret: boolean },
): ClaimedApp | Unfit {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    return unfit('it must be a JSON object');
  const claims = given as Readonly<Record<string, unknown>>;
  const { grant_types: grants = grantTypes.slice(0, 1), response_types: responses = ['code'] } = claims;
  if (!isListOf(grants, (one) => grantTypes.includes(one)) || !grants.includes('authorization_code'))
    return unfit('grant_types may hold authorization_code, which it needs, and refresh_token');
  if (!isListOf(responses, (one) => one === 'code')) return unfit('response_types may hold code only');
  const { redirect_uris: redirects } = claims;
  if (!isListOf(redirects, (one) => typeof one === 'string' && one.length <= 2000) || redirects.length === 0)
    return unfit('redirect_uris must be a list of addresses');
  if (redirects.length > mostAddresses) return unfit(`redirect_uris may hold ${mostAddresses} addresses`);
  const addresses = redirects.map(String);
  const wrong = addresses.find((address) => !isRedirect(address));
  if (wrong !== undefined) return unfit(`no code can be sent to the redirect address ${wrong}`);

  if (placesOf(addresses).size > mostPlaces) return unfit(`redirect_uris may lead to ${mostPlaces} hosts`);

  const { token_endpoint_auth_method: method = 'none' } = claims;
  if (!mayAskForSecret && method !== 'none' && method !== 'private_key_jwt')
    return unfit('token_endpoint_auth_method must be none or private_key_jwt');
  if (!mayAskForSecret && ('client_secret' in claims || 'client_secret_expires_at' in claims))
    return unfit('it must not hold a secret');
  const keys = method === 'private_key_jwt' ? readKeys(claims) : {};
  if (!keys) return unfit('private_key_jwt needs jwks with public keys, or a jwks_uri with https');
  const isNative = !addresses.every((address) => address.startsWith('https:'));
  const alg = claims.id_token_signed_response_alg;
  const name = typeof claims.client_name === 'string' ? stripAppName(claims.client_name) : undefined;
  return {
    kind: method === 'private_key_jwt' ? 'web' : isNative ? 'native' : 'spa',
    metadata: {
      redirect_uris: addresses,
      ...keys,
      ...(isNative && { application_type: 'native' }),
      ...(name !== undefined && { client_name: name }),
      id_token_signed_response_alg: alg === 'RS256' ? 'RS256' : 'ES256',
    },
  };
}

const unfit = (why: string): Unfit => ({ unfit: why });

const isListOf = (value: unknown, isOne: (one: unknown) => boolean): value is unknown[] =>
  Array.isArray(value) && value.every(isOne);

function isRedirect(address: string): boolean {
  try {
    requireRedirect(address, 'native');
    return true;
  } catch (error) {
    if (error instanceof CliError) return false;
    throw error;
  }
}

/** Members of a private key (RFC 7518 section 6), and the types of keys that have a public one. */
const secretMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
const publicTypes: readonly unknown[] = ['RSA', 'EC', 'OKP'];

/** Texts, lists of them and the `ext` of browsers are all that a public key holds. */
const isOfJwk = (value: unknown): boolean =>
  ['string', 'boolean'].includes(typeof value) || isListOf(value, (one) => typeof one === 'string');

function readKeys({
  jwks,
  jwks_uri: uri,
}: Readonly<Record<string, unknown>>): Partial<AppMetadata> | undefined {
  if (typeof uri === 'string' && jwks === undefined)
    return URL.parse(uri)?.protocol === 'https:' ? { jwks_uri: uri } : undefined;
  const { keys } = (jwks ?? {}) as { keys?: unknown };
  const isPublic = (key: unknown) =>
    typeof key === 'object' &&
    key !== null &&
    publicTypes.includes((key as { kty?: unknown }).kty) &&
    Object.entries(key).every(([member, value]) => !secretMembers.includes(member) && isOfJwk(value));
  if (uri !== undefined || !isListOf(keys, isPublic) || keys.length === 0 || keys.length > mostKeys)
    return undefined;
  return { jwks: { keys: keys as Readonly<Record<string, unknown>>[] } };
}

/**
 * Where an app may be sent back to, all of it: of two hosts either could be the one that people trust. The host in an address of
 * another scheme than https is the app's own word.
 */
function placesOf(addresses: readonly string[]): ReadonlySet<string> {
  return new Set(
    addresses.map((address) => {
      const { protocol, host } = new URL(address);
      return protocol === 'https:' ? host : 'program';
    }),
  );
}

/** Adds an app that registers itself. Nobody knows it by its name, which is one that no other has. */
export async function addRegisteredApp(db: Db, { kind, metadata }: ClaimedApp, now: number): Promise<AppRow> {
  const id = newAppId();
  const name = [...placesOf(metadata.redirect_uris ?? [])].join(', ');
  const app: AppRow = {
    ...{ id, name: `${name} (${id})`, kind, metadata: JSON.stringify(metadata) },
    ...{ first_party: 0, pkce: 1, created_by: 'registration', created_at: now, disabled_at: null },
  };
  await insertApp(db, app);
  return app;
}

/** Writes down what the document of an app says now; what it is allowed stays. An operator's word stands: it may be turned off. */
export async function saveDocumentApp(db: Db, app: AppRow): Promise<AppRow> {
  const { kind, metadata } = app;
  return db
    .insertInto('apps')
    .values(app)
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ kind, metadata }))
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** How long an app that nobody has signed in to is kept, and one that somebody did after the last time. */
const unusedKeptFor = hours(24);
const usedKeptFor = days(90);

/** Whether nobody vouches for an app: it came by itself. */
export const isUnregistered = ({ created_by: by }: Pick<AppRow, 'created_by'>): boolean =>
  by === 'document' || by === 'registration';

/** Deletes apps that no operator has added and nobody uses. */
export async function deleteUnusedApps(db: Db, now: number): Promise<void> {
  const unused = db
    .selectFrom('apps')
    .select('id')
    .where('created_by', 'in', ['document', 'registration', 'development'])
    // Forgotten, one that was turned off would be let in anew.
    .where('disabled_at', 'is', null)
    .where('created_at', '<=', now - unusedKeptFor)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('app_grants as g')
            .select('g.id')
            .whereRef('g.app_id', '=', 'apps.id')
            .where('g.used_at', '>', now - usedKeptFor),
        ),
      ),
    );
  await inPieces((most) =>
    db
      .deleteFrom('apps')
      .where('id', 'in', holdFreeRows(db, unused.limit(most)))
      .executeTakeFirst(),
  );
}
