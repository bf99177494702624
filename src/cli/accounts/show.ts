import type { Config, Flags } from '../../config/index.ts';
import type { Services } from '../../kit/services.ts';
import type { Words } from '../../kit/words/index.ts';
import { findShown, type ShownAccount } from '../../operate/accounts/index.ts';
import { noAccount, withDatabase } from './database.ts';
import { accountJson } from './json.ts';
import { mailRows } from './mail.ts';
import { columns, count, jsonLine, print, tell, timeText, visible } from './text.ts';

/** Prints one account: whether it can sign in, its details, sessions and latest events. */
export function showAccount(name: string, { json, ...flags }: Flags & { json?: true }): Promise<void> {
  return withDatabase(flags, async (services) => {
    const shown = await findShown(services, name);
    if (!shown) throw noAccount(services.config, name);
    if (json) return print(jsonLine(accountJson(shown)));
    await tell(accountText(services, shown));
  });
}

function accountText({ config, words }: Pick<Services, 'config' | 'words'>, shown: ShownAccount): string {
  const { account, standing, living, events } = shown;
  const record = [
    ['Account ID', account.id],
    ...(shown.disabledReason === null ? [] : [['Disabled because', visible(shown.disabledReason)]]),
    ['Created', timeText(account.createdAt)],
    ['Last sign-in', account.lastLoginAt === null ? 'never' : timeText(account.lastLoginAt)],
    ['Data', `${count(shown.bytes, 'byte')} of JSON, version ${shown.dataVersion}`],
    ['Password', passwordText(shown)],
    ['Second factor', secondFactorText(config, shown)],
    ...shown.identities.map((identity) => ['Sign-in with', identityText(identity)]),
    ['Email', emailText(shown)],
    ...mailRows(shown.mail),
    ['Failed attempts', failuresText(shown)],
  ].map(([label = '', value = '']) => [`  ${label}`, value]);
  const sessions = living.map((session) => [
    `  ${visible(session.device)}`,
    session.address,
    `signed in ${timeText(session.createdAt)}`,
    `last seen ${timeText(session.lastSeenAt)}`,
    `expires ${timeText(session.idleExpiresAt)}`,
  ]);
  return [
    `${account.username}\n`,
    `  Can sign in: ${standing.canSignIn}, ${standing.because}\n`,
    ...words.why.nearNames(standing.facts).map((sentence) => `  ${sentence}\n`),
    '\n',
    columns(record),
    `\nSessions: ${sessions.length || 'none'}\n`,
    columns(sessions),
    events.length === 0 ? '\nLatest events: none\n' : '\nLatest events\n',
    columns(events.map((event) => eventRow(event, words))),
    '\nAll times are UTC.\n',
  ].join('');
}

function passwordText({ password }: ShownAccount): string {
  if (password === null) return 'none';
  const kind = password.wrapsMd5 ? 'MD5 inside argon2id until the next sign-in' : 'argon2id';
  return `set ${timeText(password.changedAt)}, ${kind}${password.isWeak ? ', weak' : ''}`;
}

function secondFactorText({ login }: Config, { secondFactorRequired, factors }: ShownAccount): string {
  const forEveryone = login.secondFactor === 'required' ? 'required for everyone' : 'optional';
  const rule = secondFactorRequired ? 'required for this account' : forEveryone;
  return `${factors.said.join(', ') || 'none'} (${rule})`;
}

function identityText({ label, name, id, addedAt, usedAt }: ShownAccount['identities'][number]): string {
  const known = name === null ? '' : ` as ${visible(name)}`;
  return `${visible(label)}${known}, connected ${timeText(addedAt)}, last used ${timeText(usedAt)} (${id})`;
}

/** Without the address itself, which an operator doesn't need to see. */
function emailText({ email: { verified, pending } }: ShownAccount): string {
  if (pending === null) return verified ? 'verified' : 'none';
  return verified ? "verified; a new one isn't verified yet" : 'not verified yet';
}

function failuresText({ counts: { strangers, known, codes } }: ShownAccount): string {
  const passwords =
    strangers + known === 0
      ? []
      : [
          `${count(strangers, 'incorrect password')} in a row from unknown browsers, ${known} from known browsers`,
        ];
  const incorrect = codes === 0 ? [] : [`${count(codes, 'incorrect code')} in a row`];
  return [...passwords, ...incorrect].join('; ') || 'none';
}

function eventRow(event: ShownAccount['events'][number], words: Words): string[] {
  const device =
    event.actor === 'person' ? `${event.address}, ${visible(event.device)}` : visible(event.device);
  return [`  ${timeText(event.at)}`, words.events.say(event, words), device];
}
