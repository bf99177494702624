/** A key of the server's list is asked for again after this long, and one that is missing after that long, in milliseconds. */
const freshFor = 600_000;
const missedFor = 30_000;

interface KnownKeys {
  readonly byId: ReadonlyMap<string, CryptoKey>;
  readonly at: number;
}

const known = new Map<string, Promise<KnownKeys>>();

/** The key by which a server signs, by its `kid`; undefined for one that it doesn't have. Its list is kept for ten minutes. */
export async function findKey(issuer: string, kid: string): Promise<CryptoKey | undefined> {
  let keys = await (known.get(issuer) ?? load(issuer));
  const age = performance.now() - keys.at;
  // A server that has changed its key signs by one that isn't known yet. Made-up ones must not have it asked each time.
  if (age > freshFor || (!keys.byId.has(kid) && age > missedFor)) keys = await load(issuer);
  return keys.byId.get(kid);
}

function load(issuer: string): Promise<KnownKeys> {
  const loading = fetchKeys(issuer);
  known.set(issuer, loading);
  loading.catch(() => {
    if (known.get(issuer) === loading) known.delete(issuer);
  });
  return loading;
}

async function fetchKeys(issuer: string): Promise<KnownKeys> {
  const url = `${issuer}/.well-known/jwks.json`;
  const answer = await fetch(url, { signal: AbortSignal.timeout(5000), redirect: 'error' });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}.`);
  const { keys } = (await answer.json()) as { keys: (JsonWebKey & { kid?: string })[] };
  const usable = keys.filter(({ kty, crv, use = 'sig' }) => kty === 'EC' && crv === 'P-256' && use === 'sig');
  const byId = new Map<string, CryptoKey>();
  for (const { kid = '', x = '', y = '' } of usable) {
    const jwk = { kty: 'EC', crv: 'P-256', x, y };
    byId.set(
      kid,
      await crypto.subtle.importKey('jwk', jwk, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']),
    );
  }
  return { byId, at: performance.now() };
}
