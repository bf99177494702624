import type { Tx } from '../kit/db/index.ts';
import type { Changed } from '../people/act/index.ts';
import type { Adding, Enrolment, NewFactor } from './enrolment.ts';
import type { Factor } from './factor.ts';
import { countCodesLeft, replaceCodes } from './recovery-code/index.ts';
import type { UseCaseServices } from './services.ts';

/** A factor that can be added. */
export type Addable = Factor & { readonly enrolment: Enrolment };

/** A second factor that was put into force, with what `act` writes of it. */
export interface Enrolled
  extends Pick<Extract<NewFactor, { ok: true }>, 'ok' | 'amr' | 'shown'>,
    Pick<Changed<unknown>, 'events' | 'notice'> {
  /** Shown this once; undefined where the account has some already. */
  readonly recoveryCodes: string[] | undefined;
}

/**
 * Puts a second factor into force, wherever somebody adds it: on their account or in the middle of a login. Who may, and
 * what becomes of sessions, is decided there. If the account had no recovery codes left, it gets some: with the first
 * second factor comes its way back. Throws what the factor throws.
 */
export async function addFactor(
  tx: Tx,
  services: UseCaseServices,
  { name, enrolment }: Addable,
  adding: Adding<unknown, unknown>,
): Promise<Enrolled | Extract<NewFactor, { ok: false }>> {
  const added = await enrolment.add(tx, services, adding);
  if (!added.ok) return added;
  const { accountId, now } = adding;
  const hasCodes = (await countCodesLeft(tx, accountId)) > 0;
  const recoveryCodes = hasCodes ? undefined : await replaceCodes(tx, accountId, now);
  const { event, ...more } = added;
  return {
    ...more,
    recoveryCodes,
    events: [event, ...(recoveryCodes ? [{ type: 'recovery-codes-replaced' } as const] : [])],
    notice: { kind: 'factor-added', name: services.words[name].thing },
  };
}
