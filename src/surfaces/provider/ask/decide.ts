import type { Interaction as Interactions } from 'oidc-provider';
import type { Tx } from '../../../kit/db/index.ts';
import { problem } from '../../../kit/problem.ts';
import { appRequestExpired } from '../problems.ts';
import { consumeRecord, findRecord, saveRecord } from '../records.ts';

/** A request of an app that waits for somebody. */
export type Interaction = InstanceType<typeof Interactions>;

export type Result = NonNullable<Interaction['result']>;

const kind = 'Interaction';

/** Takes a request to answer it. Of several answers the first counts; false for the others. */
export const claimRequest = (tx: Tx, { uid }: Interaction, now: number): Promise<boolean> =>
  consumeRecord(tx, kind, uid, now);

/** Keeps what was answered to a request that was taken. */
export async function keepResult(
  tx: Tx,
  { uid, exp, lastSubmission }: Interaction,
  result: Result,
  now: number,
): Promise<void> {
  const found = await findRecord(tx, kind, uid, now);
  if (!found) throw problem(appRequestExpired);
  const payload = { ...JSON.parse(found.payload), result: { ...lastSubmission, ...result } };
  await saveRecord(tx, {
    ...{ kind, id: uid, grantId: null },
    ...{ payload: JSON.stringify(payload), expiresAt: exp * 1000 },
  });
}
