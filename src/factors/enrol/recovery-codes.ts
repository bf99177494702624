import type { Tx } from '../../kit/db/index.ts';
import { Type } from '../../kit/schema.ts';
import type { Changed } from '../../people/act/index.ts';
import { countCodesLeft, replaceCodes } from '../recovery-code/index.ts';

export const codesSchema = Type.Array(Type.String(), {
  description: 'Each is good once, in the place of a second factor. They cannot be shown again.',
});

/** What follows from a second factor that was added. */
export interface Added {
  /** Shown this once; undefined where the account has some already. */
  readonly recoveryCodes: string[] | undefined;
  /** What the browser that added it is known by from now on. */
  readonly securityVersion: number | undefined;
}

/** A second factor that was put into force, with what `act` writes of it. */
export interface Enrolled extends Pick<Added, 'recoveryCodes'>, Pick<Changed<unknown>, 'events' | 'notice'> {}

/**
 * What is told of a second factor that was added. If the account had no recovery codes left, it gets some: with the
 * first second factor comes its way back.
 */
export async function enrolled(
  tx: Tx,
  { accountId, now }: { readonly accountId: string; readonly now: number },
  { name, event }: { readonly name: string; readonly event: Enrolled['events'][number] },
): Promise<Enrolled> {
  const hasCodes = (await countCodesLeft(tx, accountId)) > 0;
  const recoveryCodes = hasCodes ? undefined : await replaceCodes(tx, accountId, now);
  return {
    recoveryCodes,
    events: [event, ...(recoveryCodes ? [{ type: 'recovery-codes-replaced' } as const] : [])],
    notice: { kind: 'factor-added', name },
  };
}
