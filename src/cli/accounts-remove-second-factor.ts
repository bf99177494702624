import type { Flags } from '../config/index.ts';
import { countPasskeys } from '../factors/passkey/index.ts';
import { hasSecondFactor, mustHaveSecondFactor } from '../flows/login/index.ts';
import { clearSecondFactors } from '../flows/security/index.ts';
import type { Services } from '../kit/services.ts';
import { emailState } from '../people/emails/index.ts';
import { findCounts } from '../people/limits/index.ts';
import { loadSecretKey } from '../start/open-database.ts';
import { requireServersKey } from '../start/secrets.ts';
import { type Opened, operator, withDatabase } from './accounts-database.ts';
import { factsReader } from './accounts-facts.ts';
import { getOverview } from './accounts-show.ts';
import { count, print, visible } from './accounts-text.ts';
import { loginVerdict } from './accounts-verdict.ts';
import { dataKeys } from './find-data.ts';

/** Removes the second factors of somebody who has lost them: the way in where no factor and no recovery code is left. */
export function removeSecondFactor(name: string, passkeys: boolean, flags: Flags): Promise<void> {
  const remove = async (opened: Opened) => {
    const { config, database } = opened;
    const { db } = database;
    const overview = await getOverview(opened, name, Date.now());
    const { id: accountId, username } = overview;
    const secretKey = loadSecretKey(config);
    await requireServersKey(db, secretKey);
    const services = { config, db, clock: Date.now, secretKey };
    const cleared = await clearSecondFactors(services, { accountId, passkeys, client: operator });
    const sentences = cleared
      ? [
          `Removed from ${username}: ${cleared.removed}. ${count(cleared.sessions, 'session')} ended.`,
          await nextLogin(services, accountId, username),
          await mailTold(services, accountId),
        ]
      : [await nothingThere(services, accountId, username, passkeys)];
    // Whoever lost a factor has often guessed at the password too.
    const now = Date.now();
    const { holds } = await findCounts(db, config.limits, accountId, now);
    const { canLogIn, because } = loginVerdict(factsReader(config)(overview, now), [], holds);
    if (canLogIn !== 'yes') sentences.push(`Still ${username} cannot log in now: ${because}`);
    await print(`${sentences.join('\n')}\n`);
  };
  return withDatabase(flags, remove, [...dataKeys, 'publicUrl', 'secretKey', 'siteName']);
}

type Looked = Pick<Services, 'config' | 'db'>;

async function nextLogin({ config, db }: Looked, accountId: string, username: string): Promise<string> {
  if (await hasSecondFactor(db, accountId)) {
    const left = count(await countPasskeys(db, accountId), 'passkey');
    return `${username} still has ${left}, which the next login asks for; --passkeys removes passkeys too.`;
  }
  return (await mustHaveSecondFactor(db, config, accountId))
    ? `${username} must have a second factor: the next login, by the password, adds a new one.`
    : `From now on the password alone logs ${username} in.`;
}

/** The links follow the configuration of this command, which may be another one than the server's. */
async function mailTold({ config, db }: Looked, accountId: string): Promise<string> {
  const { email } = await emailState(db, accountId);
  return email === null
    ? 'No mail tells of it: no address is confirmed.'
    : `A mail to ${visible(email)} tells of it, with links to ${config.publicUrl}.`;
}

async function nothingThere(
  { db }: Looked,
  accountId: string,
  username: string,
  passkeys: boolean,
): Promise<string> {
  const left = passkeys ? 0 : await countPasskeys(db, accountId);
  const what = passkeys
    ? 'no authenticator app, no recovery codes and no passkeys'
    : 'no authenticator app and no recovery codes';
  const but = left > 0 ? ` --passkeys removes the ${count(left, 'passkey')}.` : '';
  return `${username} has ${what}: there was nothing to remove.${but}`;
}
