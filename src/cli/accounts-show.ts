import type { Config, Flags } from '../config/index.ts';
import { type SecurityOverview, findOverview as securityOf } from '../flows/security/index.ts';
import type { Db } from '../kit/db/index.ts';
import { CliError } from '../kit/failure.ts';
import { findData } from '../people/accounts/index.ts';
import { type EmailState, emailState, mustVerifyEmail } from '../people/emails/index.ts';
import { type EventsTable, listEvents } from '../people/events/index.ts';
import { type AccountCounts, findCounts } from '../people/limits/index.ts';
import { listSessions, toSession } from '../people/sessions/index.ts';
import { describeDatabase } from '../start/open-database.ts';
import { type Opened, withDatabase } from './accounts-database.ts';
import { eventInWords } from './accounts-events.ts';
import { accountJson, factsReader } from './accounts-facts.ts';
import { findMailOverview, mailJson, mailRows } from './accounts-mail.ts';
import { type AccountOverview, findOverview } from './accounts-overview.ts';
import { columns, count, print, timeText, visible } from './accounts-text.ts';
import { loginVerdict } from './accounts-verdict.ts';

const shownEvents = 10;

/** Prints one account: whether it can log in, its record, sessions and last events. */
export function showAccount(name: string, { json, ...flags }: Flags & { json?: true }): Promise<void> {
  return withDatabase(flags, async (opened) => {
    const { config, database } = opened;
    const now = Date.now();
    const account = await getOverview(opened, name, now);
    const state = await readState(database.db, config, account, now);
    await print(json ? stateJson(config, account, state) : stateText(config, account, state));
  });
}

/** Throws `CliError`, which names the data, when nobody has the name or has verified the address. */
export async function getOverview(
  { config, database: { db } }: Opened,
  name: string,
  now: number,
): Promise<AccountOverview> {
  const account = await findOverview(db, name, now);
  if (account) return account;
  const where = describeDatabase(config);
  if (name.includes('@')) {
    throw new CliError(
      `No account in ${where} has verified the email address "${visible(name)}". If it's still waiting to be verified, use the username.`,
    );
  }
  throw new CliError(
    `There is no account "${visible(name)}" in ${where}. "latchkey accounts list --search TEXT" finds usernames by a part of them; if this is the wrong data, name the server's configuration with --config.`,
  );
}

type State = Awaited<ReturnType<typeof readState>>;

async function readState(db: Db, config: Config, account: AccountOverview, now: number) {
  const document = await findData(db, account.id);
  return {
    now,
    bytes: Buffer.byteLength(document?.data ?? ''),
    sessions: await listSessions(db, account.id, now),
    events: await listEvents(db, account.id, shownEvents),
    email: await emailState(db, account.id),
    mail: await findMailOverview(db, account.id),
    mustVerifyEmail: await mustVerifyEmail(db, config, account.id),
    security: await securityOf({ db, config }, account.id),
    counts: await findCounts(db, config.limits, account.id, now),
  };
}

function stateText(config: Config, account: AccountOverview, state: State): string {
  const facts = factsReader(config)(account, state.now);
  const { canLogIn, because } = loginVerdict(facts, stepsAfterPassword(state), state.counts.holds);
  const record = [
    ['id', account.id],
    ['registered', timeText(account.created_at)],
    ['last login', account.last_login_at === null ? 'never' : timeText(account.last_login_at)],
    ['data', `${count(state.bytes, 'byte')} of JSON, version ${account.data_version}`],
    ['password', passwordText(account)],
    ['second factor', secondFactorText(config, account, state.security)],
    ['e-mail', emailText(state.email)],
    ...mailRows(state.mail),
    ['failures', failuresText(state.counts)],
  ].map(([label = '', value = '']) => [`  ${label}`, value]);
  const sessions = state.sessions.map((session) => [
    `  ${visible(session.device)}`,
    session.address,
    `since ${timeText(session.created_at)}`,
    `seen ${timeText(session.last_seen_at)}`,
    `until ${timeText(session.idle_expires_at)}`,
  ]);
  return [
    `${account.username}\n`,
    `  Can log in: ${canLogIn}, ${because}\n\n`,
    columns(record),
    `\nSessions: ${sessions.length || 'none'}\n`,
    columns(sessions),
    state.events.length === 0 ? '\nEvents: none\n' : '\nLast events\n',
    columns(state.events.map(eventRow)),
    '\nTimes are in UTC.\n',
  ].join('');
}

function passwordText({ hash, wraps, weak, changed_at }: AccountOverview): string {
  if (hash === null || changed_at === null) return 'none';
  const kind = wraps === 'md5' ? 'argon2id of an MD5 until the next login' : 'argon2id';
  return `set ${timeText(changed_at)}, ${kind}${weak === 1 ? ', marked as weak' : ''}`;
}

/** What a login goes on with after the right password. */
function stepsAfterPassword({ security, mustVerifyEmail: mustVerify }: State): string[] {
  const { hasSecondFactor, secondFactorRequired } = security;
  return [
    ...(hasSecondFactor ? ['the second factor is asked after it'] : []),
    ...(secondFactorRequired && !hasSecondFactor ? ['a second factor must be added after it'] : []),
    ...(mustVerify ? ['an e-mail address must be confirmed before there is a session'] : []),
  ];
}

function secondFactorText(
  { login }: Config,
  { second_factor_required }: AccountOverview,
  { totp, passkeys, recoveryCodes }: SecurityOverview,
): string {
  const ofEverybody = login.secondFactor === 'required' ? 'required of everybody' : 'optional';
  const rule = second_factor_required === 1 ? 'required of this account' : ofEverybody;
  const factors = [
    ...(totp ? ['an authenticator app'] : []),
    ...(passkeys.length > 0 ? [count(passkeys.length, 'passkey')] : []),
    ...(recoveryCodes ? [`${count(recoveryCodes.left, 'recovery code')} left`] : []),
  ];
  return `${rule}: ${factors.join(', ') || 'none'}`;
}

/** The address itself is nobody's business here. */
function emailText({ verified, pending }: EmailState): string {
  if (pending === null) return verified ? 'confirmed' : 'none';
  return verified ? 'confirmed; another one waits to be confirmed' : 'waits to be confirmed';
}

function failuresText({ strangers: { failures }, known, codes }: AccountCounts): string {
  const passwords =
    failures + known === 0
      ? []
      : [`${failures} in a row by strangers, ${known} from browsers that were logged in before`];
  const incorrect = codes === 0 ? [] : [`${count(codes, 'incorrect code')} in a row`];
  return [...passwords, ...incorrect].join('; ') || 'none';
}

function eventRow(event: EventsTable): string[] {
  const device =
    event.actor === 'person' ? `${event.address}, ${visible(event.device)}` : visible(event.device);
  return [`  ${timeText(event.at)}`, eventInWords(event), device];
}

function stateJson(config: Config, account: AccountOverview, state: State): string {
  const facts = factsReader(config)(account, state.now);
  return `${JSON.stringify({
    ...accountJson(account, facts),
    ...loginVerdict(facts, stepsAfterPassword(state), state.counts.holds),
    failuresOfKnownBrowsers: state.counts.known,
    incorrectCodes: state.counts.codes,
    secondFactors: {
      totp: state.security.totp !== null,
      passkeys: state.security.passkeys.length,
      recoveryCodesLeft: state.security.recoveryCodes?.left ?? 0,
    },
    email: { verified: state.email.verified, pending: state.email.pending !== null, ...mailJson(state.mail) },
    data: { bytes: state.bytes, version: account.data_version },
    sessions: state.sessions.map((row) => {
      const { current: _current, ...session } = toSession(row, '');
      return session;
    }),
    events: state.events.map(({ at, type, actor, address, device, detail }) => ({
      at: new Date(at).toISOString(),
      type,
      actor,
      address,
      device,
      detail: JSON.parse(detail ?? 'null') as unknown,
    })),
  })}\n`;
}
