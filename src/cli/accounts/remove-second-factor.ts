import type { Config, Flags } from '../../config/index.ts';
import { CliError } from '../../kit/failure.ts';
import { actingAsCommand, type Removed, removeSecondFactors } from '../../operate/accounts/index.ts';
import { noAccount } from './database.ts';
import { count, tell, visible } from './text.ts';
import { mailTold } from './told.ts';
import { withServersKey } from './with-account.ts';

/** Removes lost second factors, and says how the account signs in next. */
export async function removeSecondFactor(
  name: string,
  passkeys: boolean,
  { reason, ...flags }: Flags & { reason?: string },
): Promise<void> {
  await withServersKey(flags, async (services) => {
    const { config } = services;
    const removed = await removeSecondFactors(services, actingAsCommand(reason ?? null), { name, passkeys });
    if (!removed) throw noAccount(config, name);
    if (removed.cleared === 'last-way-in') {
      throw new CliError(
        `"${visible(name)}" has no password and no verified email address, so nobody could sign in without its passkeys.`,
        'Nothing was removed. Leave out --passkeys to remove only the authenticator app and recovery codes.',
      );
    }
    await tell(`${outcome(removed, passkeys, config).join('\n')}\n`);
  });
}

function outcome(removed: Removed, passkeys: boolean, config: Config): string[] {
  const { username, cleared, standing } = removed;
  return [
    ...(cleared && cleared !== 'last-way-in'
      ? [
          `Removed from ${username}: ${cleared.removed}.${ended(cleared.sessions)}`,
          ...nextLogin(removed),
          mailTold(removed.toldTo, config),
        ]
      : [nothingThere(removed, passkeys)]),
    // People who lost a factor have often guessed at the password too.
    ...(standing.canSignIn === 'yes' ? [] : [`${username} still can't sign in: ${standing.because}`]),
  ];
}

const ended = (sessions: number): string => (sessions === 0 ? '' : ` Ended ${count(sessions, 'session')}.`);

function nextLogin({ username, passkeys, standing: { facts, canSignIn, because } }: Removed): string[] {
  if (facts.secondFactor !== 'none') {
    return [
      `${username} still has ${count(passkeys, 'passkey')}, and the next sign-in requires one. Add --passkeys to remove passkeys too.`,
    ];
  }
  if (facts.password === null) return canSignIn === 'yes' ? [`${username} can sign in ${because}`] : [];
  return [
    facts.mustAddSecondFactor
      ? `${username} must have a second factor. The next sign-in with the password adds a new one.`
      : `${username} can now sign in with the password alone.`,
  ];
}

function nothingThere({ username, passkeys: left }: Removed, passkeys: boolean): string {
  const what = passkeys
    ? 'no authenticator app, no recovery codes and no passkeys'
    : 'no authenticator app and no recovery codes';
  const but = left > 0 ? ` Add --passkeys to remove ${count(left, 'passkey')}.` : '';
  return `${username} has ${what}. Nothing was removed.${but}`;
}
