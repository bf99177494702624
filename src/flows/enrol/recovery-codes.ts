import { countCodesLeft, replaceCodes } from '../../factors/recovery-code/index.ts';
import type { Tx } from '../../kit/db/index.ts';
import { Type } from '../../kit/schema.ts';
import { type NewEvent, recordEvent } from '../../people/events/index.ts';

export const codesSchema = Type.Array(Type.String(), {
  description: 'Each is good once, in the place of a second factor. They cannot be shown again.',
});

/** What all lines of the audit log have that one act writes. */
export type Act = Omit<NewEvent, 'type' | 'detail' | 'accountId'> & { readonly accountId: string };

/** What follows from a second factor that was added. */
export interface Added {
  /** Shown this once; undefined where the account has some already. */
  readonly recoveryCodes: string[] | undefined;
  /** What the browser that added it is known by from now on. */
  readonly securityVersion: number;
}

/** The account's recovery codes if it had none left: with the first second factor it gets its way back. */
export async function firstCodes(tx: Tx, act: Act): Promise<string[] | undefined> {
  if ((await countCodesLeft(tx, act.accountId)) > 0) return undefined;
  const codes = await replaceCodes(tx, act.accountId, act.at);
  await recordEvent(tx, { type: 'recovery-codes-replaced', ...act });
  return codes;
}
