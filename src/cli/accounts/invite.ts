import type { Config, Flags } from '../../config/index.ts';
import { inviteByCommand, type WantedInvitation } from '../../operate/invitations/index.ts';
import { dataKeys } from '../find-data.ts';
import { tellRefusal, withSecretKey } from './database.ts';
import { tell, timeText, visible } from './text.ts';

const usedKeys = [...dataKeys, 'email', 'mail', 'publicUrl', 'registration', 'siteName'];

/** Invites an address, and says what happens next. */
export function inviteAccount(wanted: WantedInvitation, flags: Flags): Promise<void> {
  return withSecretKey(
    flags,
    async (services) => {
      const sent = await tellRefusal(services, () => inviteByCommand(services, wanted), 'Nothing was sent.');
      await tell(`${outcome(sent, services.config).join('\n')}\n`);
    },
    usedKeys,
  );
}

type Sent = Awaited<ReturnType<typeof inviteByCommand>>;

/** The link uses this command's configuration, which may differ from the server's. */
function outcome({ email, expiresAt, replaced, hasAccount }: Sent, config: Config): string[] {
  const { publicUrl, mail } = config;
  return [
    `Invited ${visible(email)}. The email links to ${publicUrl}, and the invitation expires at ${timeText(expiresAt)} (UTC).`,
    ...(replaced > 0 ? ['The invitation that was sent before no longer works.'] : []),
    ...(hasAccount ? ['An account already has this address. Its owner signs in to accept.'] : []),
    ...(mail.url === ''
      ? ['Without mail.url, only a server in development mode shows the email, at /dev/mailbox.']
      : []),
  ];
}
