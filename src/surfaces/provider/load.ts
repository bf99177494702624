import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import { seconds } from '../../kit/duration.ts';
import type { Caller } from '../../kit/http/index.ts';
import { Problem } from '../../kit/problem.ts';
import { isSecretOf } from '../../operate/apps/index.ts';
import { judgeAppSecret } from '../../people/limits/index.ts';
import { amrOf } from '../../people/sessions/index.ts';
import { pollInterval } from './adapter.ts';
import { asking } from './asking.ts';
import type { ProviderAnswer, Question } from './captured.ts';
import { redirectFits } from './clients/redirect-fits.ts';
import { noteFormPosts } from './form-post.ts';
import { tellOfKeys } from './introspect-key.ts';
import { loadSigningKeys, type PrivateJwk } from './keys/keys.ts';
import { acrOf } from './policy/acr.ts';
import type { Library } from './policy/policy.ts';
import { insertOnce, listAppSessions } from './records.ts';
import { type ProviderServices, settingsFor } from './settings.ts';
import { causeOf } from './trail/causes.ts';

export interface LoadedProvider {
  readonly provider: Provider;
  readonly errors: Library['errors'];
  readonly answer: (question: Question) => Promise<ProviderAnswer>;
  readonly keys: readonly PrivateJwk[];
}

/** How long keys that another process has made stay unknown here. The next key is published a day before it signs. */
const keysReadEvery = seconds(60);

const loaders = new WeakMap<ProviderServices, () => Promise<LoadedProvider>>();

/** The one loader of a server, whoever asks for it. */
export function loaderOf(services: ProviderServices): () => Promise<LoadedProvider> {
  const known = loaders.get(services) ?? createLoader(services);
  loaders.set(services, known);
  return known;
}

/**
 * Loads the provider when it is first asked for, and makes it anew when its keys change: a server without apps pays neither its
 * memory nor its start.
 */
function createLoader(services: ProviderServices): () => Promise<LoadedProvider> {
  let loaded: Promise<LoadedProvider> | undefined;
  let readAt = 0;
  return () => {
    const now = services.clock();
    if (loaded && now < readAt + keysReadEvery && now >= readAt) return loaded;
    const before = loaded;
    readAt = now;
    loaded = load(services, before);
    // What failed is tried again by the next request.
    loaded.catch(() => {
      loaded = before;
      readAt = 0;
    });
    return loaded;
  };
}

async function load(
  services: ProviderServices,
  before: Promise<LoadedProvider> | undefined,
): Promise<LoadedProvider> {
  const [keys, known] = await Promise.all([loadSigningKeys(services), before]);
  if (known && sameKeys(known.keys, keys)) return known;
  // Only here: to load Node's server by its name loads a client of Node's as well, which takes 10 MB.
  const { capture } = await import('./captured.ts');
  const library = await loadLibrary();
  const { errors } = library;
  const provider = new library.Provider(services.config.publicUrl, settingsFor(services, library, keys));
  // The address comes from `publicUrl`; what was captured says it in these headers.
  provider.proxy = true;
  provider.silent = true;
  provider.on('server_error', (_ctx: unknown, error: Error) => {
    const here = asking.getStore();
    if (here) here.fault ??= error;
    // What may pass is thrown from here on, and stands in the log once.
    if (!isPassing(services, error)) services.log.error({ err: error }, 'app');
  });
  noteRefusals(provider);
  noteFormPosts(provider);
  judgeSecretsByHash(services, provider);
  compareRedirects(provider);
  nameSuccessors(provider);
  takeOurSession(services, provider);
  useOnce(services, provider);
  tellInterval(provider);
  tellOfKeys(services, provider);
  const listener = provider.callback();
  return { provider, errors, answer: (question) => capture(listener, question), keys };
}

/** What may work in a few seconds. The library knows only 500 for it, at which an app gives up or signs somebody out. */
export const isPassing = ({ database }: ProviderServices, fault: Error): boolean =>
  fault instanceof Problem || database.troubleOf(fault) !== undefined;

/** It warns of every Node but those that it was tested with, on the console, which is the log here. */
async function loadLibrary(): Promise<typeof import('oidc-provider')> {
  const { warn } = console;
  console.warn = () => {};
  try {
    return await import('oidc-provider');
  } finally {
    console.warn = warn;
  }
}

const sameKeys = (some: readonly PrivateJwk[], others: readonly PrivateJwk[]): boolean =>
  some.length === others.length && some.every(({ kid }, at) => kid === others[at]?.kid);

const refusals = [
  'authorization.error',
  'grant.error',
  'userinfo.error',
  'introspection.error',
  'revocation.error',
  'pushed_authorization_request.error',
  'device_authorization.error',
  'jwks.error',
  'discovery.error',
  'server_error',
] as const;

interface ProviderError extends Error {
  error?: string;
  error_description?: string;
  error_detail?: string;
}

function noteRefusals(provider: Provider): void {
  for (const event of refusals) {
    provider.on(event as 'server_error', (ctx: KoaContextWithOIDC, error: ProviderError) => {
      const here = asking.getStore();
      if (!here) return;
      here.refusal ??= {
        error: error.error ?? error.message,
        description: error.error_description ?? '',
        detail: error.error_detail ?? (error.cause instanceof Error ? error.cause.message : ''),
      };
      // An app that is known, and of whose assertion anything may be wrong.
      const isSigned = ctx.oidc.client?.clientAuthMethod === 'private_key_jwt';
      if (isSigned && causeOf(here.refusal) === 'unknown-app') here.cause ??= 'wrong-assertion';
      const asked = ctx.oidc.params?.redirect_uri;
      const registered = ctx.oidc.client?.redirectUris;
      if (typeof asked === 'string' && registered) here.redirect = { asked, registered };
    });
  }
}

/** RFC 8628 §3.2 has clients take 5 seconds where nothing is said, and some take 0. */
function tellInterval(provider: Provider): void {
  provider.use(async (ctx: KoaContextWithOIDC, next: () => Promise<unknown>) => {
    await next();
    if (ctx.oidc?.route !== 'device_authorization' || ctx.status !== 200) return;
    ctx.body = { ...(ctx.body as object), interval: pollInterval / seconds(1) };
  });
}

/** An assertion or proof passes once, by one statement: a look before it would let two pass that come at the same moment. */
function useOnce({ db }: ProviderServices, { ReplayDetection }: Provider): void {
  const once = ReplayDetection as unknown as {
    unique(issuer: string, jti: string, expiresAt: number): Promise<boolean>;
  };
  once.unique = (issuer, jti, expiresAt) => insertOnce(db, `${issuer}\n${jti}`, Math.ceil(expiresAt * 1000));
}

/** A refresh token that comes after another has the value that follows from that one. */
function nameSuccessors({ RefreshToken }: Provider): void {
  const { prototype } = RefreshToken as unknown as { prototype: { generateTokenId(): string } };
  const { generateTokenId: random } = prototype;
  prototype.generateTokenId = function generateTokenId() {
    return asking.getStore()?.successor ?? random.call(this);
  };
}

/** What an app may be sent back to, here and where `latchkey apps check` says so. */
function compareRedirects({ Client }: Provider): void {
  interface Known {
    readonly applicationType: string;
    readonly redirectUris: readonly string[];
    readonly postLogoutRedirectUris: readonly string[];
  }
  const { prototype } = Client as unknown as {
    prototype: Record<
      'redirectUriAllowed' | 'postLogoutRedirectUriAllowed',
      (this: Known, value: string) => boolean
    >;
  };
  prototype.redirectUriAllowed = function isAllowed(value) {
    return redirectFits(value, this.redirectUris, this.applicationType === 'native');
  };
  prototype.postLogoutRedirectUriAllowed = function isAllowed(value) {
    return redirectFits(value, this.postLogoutRedirectUris, this.applicationType === 'native');
  };
}

/** Secrets are kept as hashes, and an app may have two while it changes from one to the other. */
function judgeSecretsByHash({ db, clock }: ProviderServices, { Client }: Provider): void {
  const judge = Client.prototype as unknown as {
    compareClientSecret(this: { clientId: string }, actual: string): Promise<boolean>;
    includeSid(): boolean;
  };
  judge.compareClientSecret = async function compare(actual) {
    const here = asking.getStore();
    const of = { appId: this.clientId, address: here?.client.address ?? '' };
    const isRight = await judgeAppSecret({ db, clock }, of, () =>
      isSecretOf(db, this.clientId, actual, clock()),
    );
    if (isRight === undefined && here) here.isTooMany = true;
    return isRight === true;
  };
  // Each app is told which session it was, so that it can be told when that ends.
  judge.includeSid = () => true;
}

/**
 * The provider's session is the one that the request has here: one door, and what ends a session ends it for every app. It reads
 * no cookie of its own and makes no session.
 */
function takeOurSession({ db }: ProviderServices, { Session }: Provider): void {
  // Its types don't say that it takes what is stored.
  const From = Session as unknown as new (payload: object) => InstanceType<typeof Session>;
  // Who signed in, when and how is what our session says, also after somebody has confirmed who they are.
  Session.prototype.loginAccount = () => {};
  (Session as unknown as { get(ctx: KoaContextWithOIDC): Promise<unknown> }).get = async (ctx) => {
    const caller = asking.getStore()?.caller ?? null;
    const session = caller ? new From(await viewOf(caller)) : anonymous();
    ctx.oidc.entity('Session', session);
    return session;
  };

  async function viewOf({ account, via: { session } }: Caller) {
    const known = await listAppSessions(db, session.id);
    return {
      uid: session.id,
      jti: session.id,
      kind: 'Session',
      accountId: account.id,
      loginTs: Math.floor(session.auth_time / 1000),
      amr: amrOf(session),
      acr: acrOf(session.aal),
      authorizations: Object.fromEntries(
        known.map(({ app_id: appId, sid, grant_id: grantId }) => [appId, { sid, grantId, known: grantId }]),
      ),
    };
  }

  function anonymous() {
    const session = new Session();
    // Whoever signs in meanwhile goes on with the session that they get then.
    (session as { uid: string }).uid = '';
    return session;
  }
}
