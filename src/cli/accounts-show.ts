import type { Config, Flags } from '../config/index.ts';
import type { Services } from '../kit/services.ts';
import type { Words } from '../kit/words/index.ts';
import { findShown, type ShownAccount } from '../operate/accounts/index.ts';
import { noAccount, withDatabase } from './accounts-database.ts';
import { accountJson } from './accounts-json.ts';
import { mailRows } from './accounts-mail.ts';
import { columns, count, print, timeText, visible } from './accounts-text.ts';

/** Prints one account: whether it can log in, its record, sessions and last events. */
export function showAccount(name: string, { json, ...flags }: Flags & { json?: true }): Promise<void> {
  return withDatabase(flags, async (services) => {
    const shown = await findShown(services, name);
    if (!shown) throw noAccount(services.config, name);
    await print(json ? `${JSON.stringify(accountJson(shown))}\n` : accountText(services, shown));
  });
}

function accountText({ config, words }: Pick<Services, 'config' | 'words'>, shown: ShownAccount): string {
  const { account, standing, living, events } = shown;
  const record = [
    ['id', account.id],
    ['registered', timeText(account.createdAt)],
    ['last login', account.lastLoginAt === null ? 'never' : timeText(account.lastLoginAt)],
    ['data', `${count(shown.bytes, 'byte')} of JSON, version ${shown.dataVersion}`],
    ['password', passwordText(shown)],
    ['second factor', secondFactorText(config, shown)],
    ['e-mail', emailText(shown)],
    ...mailRows(shown.mail),
    ['failures', failuresText(shown)],
  ].map(([label = '', value = '']) => [`  ${label}`, value]);
  const sessions = living.map((session) => [
    `  ${visible(session.device)}`,
    session.address,
    `since ${timeText(session.createdAt)}`,
    `seen ${timeText(session.lastSeenAt)}`,
    `until ${timeText(session.idleExpiresAt)}`,
  ]);
  return [
    `${account.username}\n`,
    `  Can log in: ${standing.canSignIn}, ${standing.because}\n\n`,
    columns(record),
    `\nSessions: ${sessions.length || 'none'}\n`,
    columns(sessions),
    events.length === 0 ? '\nEvents: none\n' : '\nLast events\n',
    columns(events.map((event) => eventRow(event, words))),
    '\nTimes are in UTC.\n',
  ].join('');
}

function passwordText({ password }: ShownAccount): string {
  if (password === null) return 'none';
  const kind = password.wrapsMd5 ? 'argon2id of an MD5 until the next login' : 'argon2id';
  return `set ${timeText(password.changedAt)}, ${kind}${password.isWeak ? ', marked as weak' : ''}`;
}

function secondFactorText({ login }: Config, { secondFactorRequired, factors }: ShownAccount): string {
  const ofEverybody = login.secondFactor === 'required' ? 'required of everybody' : 'optional';
  const rule = secondFactorRequired ? 'required of this account' : ofEverybody;
  return `${rule}: ${factors.said.join(', ') || 'none'}`;
}

/** The address itself is nobody's business here. */
function emailText({ email: { verified, pending } }: ShownAccount): string {
  if (pending === null) return verified ? 'confirmed' : 'none';
  return verified ? 'confirmed; another one waits to be confirmed' : 'waits to be confirmed';
}

function failuresText({ counts: { strangers, known, codes } }: ShownAccount): string {
  const passwords =
    strangers + known === 0
      ? []
      : [`${strangers} in a row by strangers, ${known} from browsers that were logged in before`];
  const incorrect = codes === 0 ? [] : [`${count(codes, 'incorrect code')} in a row`];
  return [...passwords, ...incorrect].join('; ') || 'none';
}

function eventRow(event: ShownAccount['events'][number], words: Words): string[] {
  const device =
    event.actor === 'person' ? `${event.address}, ${visible(event.device)}` : visible(event.device);
  return [`  ${timeText(event.at)}`, words.events.say(event, words), device];
}
