import { randomUUID } from 'node:crypto';
import { hours, minutes, seconds } from '../../../kit/duration.ts';
import { nextTry } from '../../../kit/next-try.ts';
import type { Services } from '../../../kit/services.ts';
import { type LoadedProvider, loaderOf } from '../load.ts';
import { type ClaimedEnd, claimEnds, markTold, putOff } from './to-tell.ts';

/** Tells apps that somebody's session has ended (OpenID Connect Back-Channel Logout 1.0). */
interface AppTeller {
  /** Tells all that is due, and comes back when nothing is left that is due. */
  tellDue(): Promise<void>;
  /** Looks every second from now on, which needs no word from whoever ends a session, in any process. */
  start(): void;
  /** Takes no more, and finishes what is under way. */
  stop(): Promise<void>;
}

const lookEvery = seconds(1);
const atOnce = 10;

/** As long as an app may take. */
const answeredWithin = seconds(5);

/** Longer than that: a process that died meanwhile leaves it to the others after this. */
const claimFor = minutes(1);

/** What was revoked earlier was told, or given up. */
const patience = hours(25);

export function createAppTeller(services: Services): AppTeller {
  const { db, clock, log, config, outbound } = services;
  const load = loaderOf(services);
  const breakOff = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let telling: Promise<void> | undefined;
  let isStopping = false;
  let isAway = false;

  async function tellAll(): Promise<void> {
    try {
      let count: number;
      do {
        const now = clock();
        const ends = await claimEnds(db, {
          ...{ now, until: now + claimFor, since: now - patience, most: atOnce },
        });
        count = ends.length;
        await Promise.all(ends.map(tell));
      } while (count > 0 && !isStopping);
      isAway = false;
    } catch (error) {
      if (!isAway) log.warn({ err: error }, "Couldn't tell apps who signed out. Trying again every second.");
      isAway = true;
    }
  }

  async function tell(end: ClaimedEnd): Promise<void> {
    const { provider } = await load();
    const client = await provider.Client.find(end.app_id);
    const url = client?.backchannelLogoutUri;
    if (!client || url === undefined) return markTold(db, end, clock());
    const token = await logoutToken(provider, client, end);
    const answer = await outbound({
      url,
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ logout_token: token }).toString(),
      privateHosts: config.apps.privateHosts,
      most: 64 * 1024,
      within: answeredWithin,
      signal: breakOff.signal,
    });
    const now = clock();
    if (answer.ok && (answer.status === 200 || answer.status === 204)) return markTold(db, end, now);
    const why = answer.ok ? `status ${answer.status}` : answer.cause;
    const facts = { app: client.clientName, why, tries: end.tries };
    // The operator's to change: no later try would reach it.
    if (why === 'address' || why === 'private')
      log.warn({ app: client.clientName, host: new URL(url).host }, 'Add this host to apps.privateHosts.');
    const dueAt = breakOff.signal.aborted ? now : nextTry(end.tries, end.over_at, now);
    if (dueAt !== undefined) {
      log.warn(facts, "Couldn't tell an app that someone signed out. It will be tried again.");
      return putOff(db, end, dueAt);
    }
    log.error(facts, "Couldn't tell an app that someone signed out. It won't be tried again.");
    return markTold(db, end, now);
  }

  function tellDue(): Promise<void> {
    telling ??= tellAll().finally(() => {
      telling = undefined;
    });
    return telling;
  }

  return {
    tellDue,
    start() {
      timer ??= setInterval(() => void tellDue(), lookEvery);
    },
    async stop() {
      isStopping = true;
      clearInterval(timer);
      breakOff.abort();
      await telling;
    },
  };
}

type Provider = LoadedProvider['provider'];
type Client = NonNullable<Awaited<ReturnType<Provider['Client']['find']>>>;

/** Section 2.4 of the standard. It lives for two minutes, and says nothing of what was allowed. */
function logoutToken(
  provider: Provider,
  client: Client,
  { account_id: sub, sid }: ClaimedEnd,
): Promise<string> {
  // Its types don't know that there is no request here.
  const { IdToken } = provider as unknown as {
    IdToken: new (
      claims: object,
      of: { client: Client; ctx: undefined },
    ) => {
      mask: object;
      set(name: string, value: unknown): void;
      issue(to: { use: 'logout' }): Promise<string>;
    };
  };
  const token = new IdToken({ sub }, { client, ctx: undefined });
  token.mask = { sub: null };
  token.set('events', { 'http://schemas.openid.net/event/backchannel-logout': {} });
  token.set('jti', randomUUID());
  token.set('sid', sid);
  return token.issue({ use: 'logout' });
}
