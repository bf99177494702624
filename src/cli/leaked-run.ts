import { text } from 'node:stream/consumers';
import type { Flags } from '../config/index.ts';
import { CliError } from '../kit/failure.ts';
import { actingAsCommand } from '../operate/accounts/index.ts';
import { revokeFound } from '../operate/keys/index.ts';
import { print, visible } from './accounts/text.ts';
import { mailTold } from './accounts/told.ts';
import { withServersKey } from './accounts/with-account.ts';

/** Revokes a key, and says whose it was. Throws `CliError` for one that this server doesn't have. */
export async function revokeLeakedKey(given: string, flags: Flags): Promise<void> {
  const key = given === '-' ? (await text(process.stdin)).trim() : given;
  const revoked = await withServersKey(flags, async (services) => {
    const found = await revokeFound(services, actingAsCommand(), key);
    return found && { ...found, told: mailTold(found.toldTo, services.config) };
  });
  // The key isn't repeated: it may yet work elsewhere.
  if (!revoked)
    throw new CliError(
      'This server has no such access key.',
      'Check that the whole key was given. It may have been revoked already, or belong to another server.',
    );
  const { username, name, told } = revoked;
  await print(`Revoked the access key "${visible(name)}" of ${username}. ${told}\n`);
}
