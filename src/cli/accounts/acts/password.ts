import type { Config } from '../../../config/index.ts';
import { isoTime } from '../../../kit/clock.ts';
import { CliError } from '../../../kit/failure.ts';
import {
  actingAsCommand,
  askNewPassword,
  createAccountFor,
  type PasswordLink,
} from '../../../operate/accounts/index.ts';
import { count, jsonLine, print, tell, timeText, visible } from '../text.ts';
import { whereMail } from '../told.ts';
import { withAccount, withServersKey } from '../with-account.ts';
import type { ActFlags } from './output.ts';

/** Creates an account, and says how its owner comes by a password. */
export async function create(
  username: string | undefined,
  { email, reason, json, ...flags }: ActFlags & { readonly email?: string },
): Promise<void> {
  await withServersKey(flags, async (services) => {
    const made = await createAccountFor(services, actingAsCommand(reason ?? null), { username, email });
    const { accountId: id, username: name, link } = made;
    if (json) return print(jsonLine({ id, username: name, ...linkJson(link) }));
    await tell(`Created ${name}.\n${linkText(link, services.config)}\n`);
  });
}

/** Has somebody choose a new password. */
export async function askForNewPassword(name: string, { reason, json, ...flags }: ActFlags): Promise<void> {
  const { acted, config } = await withAccount(flags, name, (services, accountId) =>
    askNewPassword(services, actingAsCommand(reason ?? null), accountId),
  );
  if (acted === 'closed' || acted === 'no-address') {
    throw new CliError(
      `"${visible(name)}" is disabled or deleted, so a new password would open nothing.`,
      'Enable or undelete it first. Nothing was changed.',
    );
  }
  const { username, sessions, value: link } = acted;
  if (json) return print(jsonLine({ username, sessionsEnded: sessions, ...linkJson(link) }));
  const ended = sessions > 0 ? ` Ended ${count(sessions, 'session')}.` : '';
  await tell(`The password of ${username} no longer works.${ended}\n${linkText(link, config)}\n`);
}

function linkText(link: PasswordLink | undefined, { publicUrl, mail }: Config): string {
  if (!link) return 'There is no link.';
  if ('sentTo' in link)
    return `An email to ${visible(link.sentTo)} has a link to set a password at ${publicUrl}.${whereMail(mail)}`;
  return `No email reaches its owner. Give them this link, which works once and until ${timeText(link.expiresAt)} UTC:\n${link.url}`;
}

const linkJson = (link: PasswordLink | undefined) => ({
  emailTo: link && 'sentTo' in link ? link.sentTo : null,
  link: link && 'url' in link ? link.url : null,
  linkExpiresAt: link && 'url' in link ? isoTime(link.expiresAt) : null,
});
