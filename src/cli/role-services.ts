import type { Flags } from '../config/index.ts';
import { CliError } from '../kit/failure.ts';
import { Problem } from '../kit/problem.ts';
import type { OperatorServices } from '../operate/accounts/index.ts';
import { withDatabase, withSecretKey } from './accounts/database.ts';
import { visible } from './accounts/text.ts';

/** The services of an act that the audit log records, which takes the server's secret key. */
export type ActServices = OperatorServices & { readonly secretKey: string };

/** Opens the database for an act that the audit log records. A refusal is printed with what to do about it. */
export function withActs(flags: Flags, work: (services: ActServices) => Promise<void>): Promise<void> {
  return withSecretKey(flags, (services) => told(services, () => work(services)));
}

/** Opens the database to look something up. */
export function withLooks(flags: Flags, work: (services: OperatorServices) => Promise<void>): Promise<void> {
  return withDatabase(flags, (services) => told(services, () => work(services)));
}

async function told({ words }: OperatorServices, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw new CliError(visible(error.detail(words)), error.definition.words(words).remedy);
  }
}
