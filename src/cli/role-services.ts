import type { Flags } from '../config/index.ts';
import { CliError } from '../kit/failure.ts';
import { Problem } from '../kit/problem.ts';
import type { OperatorServices } from '../operate/accounts/index.ts';
import { withDatabase } from './accounts/database.ts';
import { visible } from './accounts/text.ts';

/** The services of an act that the audit log records, which takes the server's secret key. */
export type ActServices = OperatorServices & { readonly secretKey: string };

/** Opens the database for an act that the audit log records. A refusal is printed with what to do about it. */
export function withActs(flags: Flags, work: (services: ActServices) => Promise<void>): Promise<void> {
  return withDatabase(flags, async (services) => {
    const { secretKey, words } = services;
    if (secretKey === undefined)
      throw new CliError(
        "The server's secret key can't be read from here, and the audit log needs it.",
        "Run this as the user that the server runs as, or pass the server's configuration with --config.",
      );
    try {
      return await work({ ...services, secretKey });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      throw new CliError(visible(error.detail(words)), error.definition.words(words).remedy);
    }
  });
}
