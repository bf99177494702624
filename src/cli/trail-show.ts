import type { Config, Flags } from '../config/index.ts';
import { isoTime } from '../kit/clock.ts';
import { durationInWords } from '../kit/duration.ts';
import { CliError } from '../kit/failure.ts';
import type { Words } from '../kit/words/index.ts';
import { findNamed, findObstacleNow, type OperatorServices } from '../operate/accounts/index.ts';
import { findExplained, followTrails, listExplained, listExplainedOf } from '../operate/trails/index.ts';
import { describe, readTrailId, type TrailPart, trailCode } from '../people/trails/index.ts';
import { noAccount, withDatabase } from './accounts/database.ts';
import { mailRows } from './accounts/mail.ts';
import { columns, jsonLine, print, tell, timeText, visible } from './accounts/text.ts';

export interface TrailOptions {
  readonly account?: string;
  readonly limit: number;
  readonly json?: true;
  readonly watch?: true;
}

type ExplainedTrail = Awaited<ReturnType<typeof listExplained>>[number];

/** Prints one attempt or the latest ones, each with its steps and their explanation. */
export function showTrails(attempt: string | undefined, options: Flags & TrailOptions): Promise<void> {
  const { account, limit, json, watch, ...flags } = options;
  if (attempt !== undefined && account !== undefined) {
    throw new CliError("An attempt can't be combined with --account.", 'Use one of them.', 2);
  }
  if (watch && attempt !== undefined) {
    throw new CliError("An attempt can't be combined with --watch.", 'Use one of them.', 2);
  }
  const id = attempt === undefined ? undefined : readId(attempt);
  return withDatabase(flags, async (services) => {
    const { config, words } = services;
    const show = (trails: readonly ExplainedTrail[], otherwise?: string) =>
      json ? printJson(words, trails) : printText(words, trails, otherwise);
    if (watch) return follow(services, account, show);
    if (id !== undefined) return show([await getTrail(services, id)]);
    if (account === undefined) return show(await listExplained(services, limit), noneOf(config));
    const found = await listExplainedOf(services, { name: account, limit });
    if (!found) throw noAccount(config, account);
    const rows = mailRows(found.mail);
    if (rows.length > 0 && !json) await print(`${columns(rows)}\n`);
    const instead = found.otherwise.map((sentence) => `${visible(sentence)}\n`).join('');
    return show(found.trails, `${noneOf(config, ` by ${visible(account)}`)}${instead}`);
  });
}

/** Shows each attempt when it ends or goes on, until Ctrl+C. */
async function follow(
  services: OperatorServices,
  name: string | undefined,
  show: (trails: readonly ExplainedTrail[]) => Promise<void>,
): Promise<void> {
  const account = name === undefined ? undefined : await findNamed(services.db, name);
  if (name !== undefined && !account) throw noAccount(services.config, name);
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const trails = await followTrails(services, { accountId: account?.id, signal: stop.signal });
  process.stderr.write('Waiting for attempts. Press Ctrl+C to stop.\n');
  for await (const trail of trails) await show([trail]);
}

const keptOf = ({ trails }: Config): string =>
  `Attempts are kept for ${durationInWords(trails.keep)} (trails.keep).`;

const noneOf = (config: Config, whose = ''): string => `No attempts${whose} found. ${keptOf(config)}\n`;

function readId(attempt: string): string {
  const id = readTrailId(attempt);
  if (id !== undefined) return id;
  throw new CliError(
    `"${visible(attempt)}" isn't an attempt ID or support code.`,
    'They look like att_7k3mq2xv9d4t and 7K3M-Q2XV-9D4T.',
    2,
  );
}

async function getTrail(services: OperatorServices, id: string): Promise<ExplainedTrail> {
  const trail = await findExplained(services, id);
  if (trail) return trail;
  const obstacle = await findObstacleNow(services);
  const remedy = obstacle === undefined ? 'Check the code.' : `${obstacle} Then run this again.`;
  throw new CliError(`No attempt ${id} found.`, `${remedy} ${keptOf(services.config)}`);
}

async function printJson(words: Words, trails: readonly ExplainedTrail[]): Promise<void> {
  for (const trail of trails) await print(jsonLine(trailJson(words, trail)));
}

async function printText(words: Words, trails: readonly ExplainedTrail[], otherwise = ''): Promise<void> {
  if (trails.length === 0) return tell(otherwise);
  await tell(trails.map((trail) => trailText(words, trail)).join('\n'));
  await print('\nAll times are UTC.\n');
}

const outcomes = { done: 'done', more: 'waiting for the next step', refused: 'refused', failed: 'failed' };
const marks = { ok: 'ok', refused: 'refused', info: '' };

function trailText(words: Words, { trail, username, explanation }: ExplainedTrail): string {
  const { id, parts } = trail;
  const [finding = '', ...advice] = explanation.map(visible);
  const kind = words.trails.kinds[parts[0]?.kind ?? 'login'].toLowerCase();
  const whose = username === undefined ? '' : ` of ${visible(username)}`;
  const head = `${trailCode(id)} (${id}), ${kind}${whose}\n`;
  const said = [`  ${finding}\n`, ...advice.map((sentence) => `  ${sentence}\n`)];
  return [head, ...said, ...parts.map((part) => partText(words, part, username))].join('');
}

function partText(words: Words, { at, outcome, steps }: TrailPart, username: string | undefined): string {
  const total = words.trails.milliseconds(steps.reduce((sum, { ms }) => sum + ms, 0));
  const rows = steps.map((step) => {
    const { sentence, outcome: mark } = describe(words, step, username);
    return [`  ${marks[mark]}`, words.trails.milliseconds(step.ms).padStart(8), visible(sentence)];
  });
  return `\n  ${timeText(at)}, ${outcomes[outcome]}, ${total}\n${columns(rows, [9])}`;
}

function trailJson(words: Words, { trail: { id, parts }, username, explanation }: ExplainedTrail) {
  return {
    id,
    code: trailCode(id),
    username: username === undefined ? null : visible(username),
    explanation: explanation.map(visible),
    parts: parts.map(({ kind, at, outcome, steps }) => ({
      kind,
      at: isoTime(at),
      outcome,
      steps: steps.map((step) => {
        const { sentence, outcome: mark, rule } = describe(words, step, username);
        return { ...step, outcome: mark, sentence: visible(sentence), rule: rule.text };
      }),
    })),
  };
}
