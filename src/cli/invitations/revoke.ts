import type { Flags } from '../../config/index.ts';
import { CliError } from '../../kit/failure.ts';
import { revokeByCommand } from '../../operate/invitations/index.ts';
import { withSecretKey } from '../accounts/database.ts';
import { print, visible } from '../accounts/text.ts';

/** Revokes an open invitation. */
export function revokeOne(invitation: string, flags: Flags): Promise<void> {
  return withSecretKey(flags, async (services) => {
    const email = await revokeByCommand(services, invitation);
    if (email === undefined) {
      throw new CliError(
        `No invitation of "${visible(invitation)}" is open.`,
        'Run "latchkey invitations list" to see what became of it.',
      );
    }
    await print(`Revoked the invitation of ${visible(email)}. Its link no longer works.\n`);
  });
}
