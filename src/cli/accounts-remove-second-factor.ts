import type { Config, Flags } from '../config/index.ts';
import { CliError } from '../kit/failure.ts';
import { type Removed, removeSecondFactors } from '../operate/accounts/index.ts';
import { loadSecretKey } from '../start/open-database.ts';
import { requireServersKey } from '../start/secrets.ts';
import { noAccount, withDatabase } from './accounts-database.ts';
import { count, print, visible } from './accounts-text.ts';
import { dataKeys } from './find-data.ts';

/** Removes the second factors of somebody who has lost them, and says what comes next. */
export function removeSecondFactor(name: string, passkeys: boolean, flags: Flags): Promise<void> {
  return withDatabase(
    flags,
    async (services) => {
      const { config, db } = services;
      const secretKey = loadSecretKey(config);
      await requireServersKey(db, secretKey);
      const removed = await removeSecondFactors({ ...services, secretKey }, { name, passkeys });
      if (!removed) throw noAccount(config, name);
      if (removed.cleared === 'last-way-in') {
        throw new CliError(
          `"${visible(name)}" has no password and no confirmed address, so without its passkeys nobody could sign in to it. Nothing was removed.`,
        );
      }
      await print(`${outcome(removed, passkeys, config).join('\n')}\n`);
    },
    [...dataKeys, 'publicUrl', 'secretKey', 'siteName'],
  );
}

function outcome(removed: Removed, passkeys: boolean, config: Config): string[] {
  const { username, cleared, standing } = removed;
  return [
    ...(cleared && cleared !== 'last-way-in'
      ? [
          `Removed from ${username}: ${cleared.removed}. ${count(cleared.sessions, 'session')} ended.`,
          ...nextLogin(removed),
          mailTold(removed, config),
        ]
      : [nothingThere(removed, passkeys)]),
    // Whoever lost a factor has often guessed at the password too.
    ...(standing.canSignIn === 'yes' ? [] : [`${username} still can't sign in: ${standing.because}`]),
  ];
}

function nextLogin({ username, passkeys, standing: { facts, canSignIn, because } }: Removed): string[] {
  if (facts.secondFactor !== 'none') {
    return [
      `${username} still has ${count(passkeys, 'passkey')}, which the next login asks for; --passkeys removes passkeys too.`,
    ];
  }
  if (facts.password === null) return canSignIn === 'yes' ? [`${username} can log in ${because}`] : [];
  return [
    facts.mustAddSecondFactor
      ? `${username} must have a second factor: the next login, by the password, adds a new one.`
      : `From now on the password alone logs ${username} in.`,
  ];
}

/** The links follow the configuration of this command, which may be another one than the server's. */
function mailTold({ toldTo }: Removed, { publicUrl }: Config): string {
  return toldTo === null
    ? 'No mail tells of it: no address is confirmed.'
    : `A mail to ${visible(toldTo)} tells of it, with links to ${publicUrl}.`;
}

function nothingThere({ username, passkeys: left }: Removed, passkeys: boolean): string {
  const what = passkeys
    ? 'no authenticator app, no recovery codes and no passkeys'
    : 'no authenticator app and no recovery codes';
  const but = left > 0 ? ` --passkeys removes the ${count(left, 'passkey')}.` : '';
  return `${username} has ${what}: there was nothing to remove.${but}`;
}
