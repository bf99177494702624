import type { Flags } from '../../config/index.ts';
import { CliError } from '../../kit/failure.ts';
import { Problem } from '../../kit/problem.ts';
import { type ActServices, findNamed, type OperatorServices } from '../../operate/accounts/index.ts';
import { loadSecretKey } from '../../start/open-database.ts';
import { requireServersKey } from '../../start/secrets.ts';
import { dataKeys } from '../find-data.ts';
import { noAccount, withDatabase } from './database.ts';

/** The services of a command that changes accounts: the audit log and emails need the server's own secret key. */
export type ChangingServices = OperatorServices & ActServices;

/** What such a command reads of the configuration besides the location of the data. */
const needs = [
  'publicUrl',
  'secretKey',
  'siteName',
  'mail',
  'email',
  'limits',
  'username',
  'accounts',
  'login',
];

/** Like `withDatabase`, for what changes an account. A refusal becomes a `CliError`. */
export function withServersKey<Result>(
  flags: Flags,
  work: (services: ChangingServices) => Promise<Result>,
): Promise<Result> {
  return withDatabase(
    flags,
    async (services) => {
      const secretKey = loadSecretKey(services.config);
      await requireServersKey(services.db, secretKey);
      try {
        return await work({ ...services, secretKey });
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        throw new CliError(error.detail(services.words), 'Nothing was changed.');
      }
    },
    [...dataKeys, ...needs],
  );
}

/** Changes the account of a username or verified address. Throws `CliError` when there is none. */
export function withAccount<Acted>(
  flags: Flags,
  name: string,
  work: (services: ChangingServices, accountId: string) => Promise<Acted | undefined>,
): Promise<{ readonly acted: Acted; readonly config: ChangingServices['config'] }> {
  return withServersKey(flags, async (services) => {
    const { config, db } = services;
    const account = await findNamed(db, name);
    const acted = account && (await work(services, account.id));
    if (acted === undefined) throw noAccount(config, name);
    return { acted, config };
  });
}
