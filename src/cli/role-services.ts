import type { Flags } from '../config/index.ts';
import type { OperatorServices } from '../operate/accounts/index.ts';
import { tellRefusal, withDatabase, withSecretKey } from './accounts/database.ts';

/** The services of an act that the audit log records, which takes the server's secret key. */
export type ActServices = OperatorServices & { readonly secretKey: string };

/** Opens the database for an act that the audit log records. A refusal is printed with what to do about it. */
export function withActs(flags: Flags, work: (services: ActServices) => Promise<void>): Promise<void> {
  return withSecretKey(flags, (services) => tellRefusal(services, () => work(services)));
}

/** Opens the database to look something up. */
export function withLooks(flags: Flags, work: (services: OperatorServices) => Promise<void>): Promise<void> {
  return withDatabase(flags, (services) => tellRefusal(services, () => work(services)));
}
