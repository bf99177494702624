import type { Flags } from '../../config/index.ts';
import { type ActServices, findNamed, type OperatorServices } from '../../operate/accounts/index.ts';
import { dataKeys } from '../find-data.ts';
import { noAccount, tellRefusal, withSecretKey } from './database.ts';

/** The services of a command that changes accounts: the audit log and emails need the server's own secret key. */
export type ChangingServices = OperatorServices & ActServices;

/** What such a command reads of the configuration besides the location of the data, unless it sends no email. */
const needs = ['publicUrl', 'siteName', 'mail', 'email', 'limits', 'username', 'accounts', 'login'];

/** For a command that emails nobody: a mistake in another setting must not keep an admin from helping. */
export const keyAlone: readonly string[] = [];

/** Like `withDatabase`, for what changes an account. A refusal becomes a `CliError`. */
export function withServersKey<Result>(
  flags: Flags,
  work: (services: ChangingServices) => Promise<Result>,
  reads: readonly string[] = needs,
): Promise<Result> {
  return withSecretKey(
    flags,
    (services) => tellRefusal(services, () => work(services), 'Nothing was changed.'),
    [...dataKeys, ...reads],
  );
}

/** Changes the account of a username or verified address. Throws `CliError` when there is none. */
export function withAccount<Acted>(
  flags: Flags,
  name: string,
  work: (services: ChangingServices, accountId: string) => Promise<Acted | undefined>,
  reads?: readonly string[],
): Promise<{ readonly acted: Acted; readonly config: ChangingServices['config'] }> {
  return withServersKey(
    flags,
    async (services) => {
      const { config, db } = services;
      const account = await findNamed(db, name);
      const acted = account && (await work(services, account.id));
      if (acted === undefined) throw noAccount(config, name);
      return { acted, config };
    },
    reads,
  );
}
