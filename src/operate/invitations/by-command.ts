import type { Services } from '../../kit/services.ts';
import { readEmailDomains } from '../../people/emails/index.ts';
import { actingAsCommand } from '../accounts/index.ts';
import { invite, type Sent, type WantedInvitation } from './invite.ts';
import { revokeInvitation } from './revoke.ts';

type CommandServices = Pick<Services, 'config' | 'db' | 'clock' | 'secretKey' | 'words'>;

/** Invites an address from the command line, which has no server that has read the domains. Throws what `invite` throws. */
export function inviteByCommand(services: CommandServices, wanted: WantedInvitation): Promise<Sent> {
  return invite({ ...services, emailDomains: readEmailDomains(services.config) }, wanted, actingAsCommand());
}

/** Revokes an open invitation; answers its address, or undefined where none is open. */
export function revokeByCommand(
  services: Pick<Services, 'db' | 'clock' | 'secretKey'>,
  idOrEmail: string,
): Promise<string | undefined> {
  return revokeInvitation(services, idOrEmail, actingAsCommand());
}
