import type { Config, Flags } from '../config/index.ts';
import { isoTime } from '../kit/clock.ts';
import type { Db } from '../kit/db/index.ts';
import { CliError } from '../kit/failure.ts';
import { findNewestMail } from '../kit/mail/index.ts';
import { findAccount } from '../people/accounts/index.ts';
import { findCounts } from '../people/limits/index.ts';
import {
  type AccountFacts,
  awaitedMail,
  describe,
  explain,
  findTrail,
  kindNames,
  listTrails,
  milliseconds,
  readTrailId,
  type Trail,
  type TrailPart,
  trailCode,
} from '../people/trails/index.ts';
import { withDatabase } from './accounts-database.ts';
import { findMailOverview, mailRows } from './accounts-mail.ts';
import { type AccountOverview, findOverview } from './accounts-overview.ts';
import { getOverview } from './accounts-show.ts';
import { columns, print, timeText, visible } from './accounts-text.ts';

export interface TrailOptions {
  readonly account?: string;
  readonly limit: number;
  readonly json?: true;
}

/** Prints one attempt, or the newest ones, each with its steps and what they come to. */
export function showTrails(attempt: string | undefined, options: Flags & TrailOptions): Promise<void> {
  const { account, limit, json, ...flags } = options;
  if (attempt !== undefined && account !== undefined) {
    throw new CliError('Name an attempt or an account, not both.', 2);
  }
  return withDatabase(flags, async (opened) => {
    const { config, database } = opened;
    const { db } = database;
    const now = Date.now();
    if (attempt !== undefined) {
      const trail = await getTrail(db, attempt);
      return printTrails(db, config, [trail], { json, now });
    }
    const accountId = account === undefined ? undefined : (await getOverview(opened, account, now)).id;
    const trails = await listTrails(db, { accountId, limit });
    if (accountId !== undefined && !json) {
      const rows = mailRows(await findMailOverview(db, accountId));
      if (rows.length > 0) await print(`${columns(rows)}\n`);
    }
    if (trails.length > 0 || json) return printTrails(db, config, trails, { json, now });
    const whose = account === undefined ? '' : ` of ${visible(account)}`;
    return print(`There is no trail${whose}. They are kept for a while only (trails.keep).\n`);
  });
}

async function getTrail(db: Db, attempt: string): Promise<Trail> {
  const id = readTrailId(attempt);
  if (id === undefined) {
    throw new CliError(
      `"${visible(attempt)}" is no name of an attempt. It looks like att_7k3mq2xv9d4t or 7K3M-Q2XV-9D4T.`,
    );
  }
  const trail = await findTrail(db, id);
  if (trail) return trail;
  throw new CliError(`There is no trail of ${id}. They are kept for a while only (trails.keep).`);
}

interface Print {
  readonly json: true | undefined;
  readonly now: number;
}

async function printTrails(
  db: Db,
  config: Config,
  trails: readonly Trail[],
  { json, now }: Print,
): Promise<void> {
  for (const [at, trail] of trails.entries()) {
    const facts = await factsOf(db, config, trail, now);
    // How things stand now is the end of the newest attempt, and of no older one.
    const isNewest = at === 0;
    const kinds = awaitedMail(trail);
    const mail = isNewest && facts && kinds ? await findNewestMail(db, facts.accountId, kinds) : undefined;
    const explanation = explain(
      [trail],
      isNewest || !facts ? facts : { ...facts, limit: undefined, holds: undefined },
      mail,
    );
    if (json) await print(`${JSON.stringify(trailJson(trail, facts, explanation))}\n`);
    else await print(`${at === 0 ? '' : '\n'}${trailText(trail, facts?.username, explanation)}`);
  }
  if (!json) await print('\nTimes are in UTC.\n');
}

/** Undefined for an attempt on a name that nobody has. */
async function factsOf(
  db: Db,
  { limits }: Config,
  { parts }: Trail,
  now: number,
): Promise<(AccountFacts & { readonly accountId: string }) | undefined> {
  const accountId = parts.findLast((part) => part.accountId !== null)?.accountId;
  const account = accountId && (await findAccount(db, accountId));
  if (!account) return undefined;
  const overview = await findOverview(db, account.username, now);
  const { strangers: limit, holds } = await findCounts(db, limits, account.id, now);
  return {
    accountId: account.id,
    username: visible(account.username),
    limit,
    holds,
    passwordChangedAt: changedUnused(overview),
  };
}

/** When the password was changed, if nobody has logged in since. */
function changedUnused(overview: AccountOverview | undefined): number | undefined {
  if (!overview || overview.changed_at === null) return undefined;
  const { changed_at, created_at, last_login_at } = overview;
  return changed_at > Math.max(created_at, last_login_at ?? 0) ? changed_at : undefined;
}

const outcomes = { done: 'done', more: 'waits for the next step', refused: 'refused', failed: 'failed' };
const marks = { ok: 'ok', refused: 'refused', info: '' };

function trailText(
  { id, parts }: Trail,
  username: string | undefined,
  [finding = '', ...advice]: readonly string[],
): string {
  const kind = kindNames[parts[0]?.kind ?? 'login'].toLowerCase();
  const head = `${trailCode(id)} (${id}), ${kind}${username === undefined ? '' : ` of ${username}`}\n`;
  const said = [`  ${finding}\n`, ...advice.map((sentence) => `  ${sentence}\n`)];
  return [head, ...said, ...parts.map((part) => partText(part, username))].join('');
}

function partText({ at, outcome, steps }: TrailPart, username: string | undefined): string {
  const total = milliseconds(steps.reduce((sum, { ms }) => sum + ms, 0));
  const rows = steps.map((step) => {
    const { sentence, outcome: mark } = describe(step, username);
    return [`  ${marks[mark]}`, milliseconds(step.ms).padStart(8), sentence];
  });
  return `\n  ${timeText(at)}, ${outcomes[outcome]}, ${total}\n${columns(rows, [9])}`;
}

function trailJson({ id, parts }: Trail, facts: AccountFacts | undefined, explanation: readonly string[]) {
  return {
    id,
    code: trailCode(id),
    username: facts?.username ?? null,
    explanation,
    parts: parts.map(({ kind, at, outcome, steps }) => ({
      kind,
      at: isoTime(at),
      outcome,
      steps: steps.map((step) => {
        const { sentence, outcome: mark, rule } = describe(step, facts?.username);
        return { ...step, outcome: mark, sentence, rule: rule.text };
      }),
    })),
  };
}
