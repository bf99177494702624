import type { Interaction as Interactions } from 'oidc-provider';
import type { Db, Tx } from '../../../kit/db/index.ts';
import { plainJson } from '../../../kit/plain-text.ts';
import { problem } from '../../../kit/problem.ts';
import { appRequestExpired } from '../problems.ts';
import { consumeRecord, findRecord, saveRecord } from '../records.ts';

/** A request of an app that waits for somebody. */
export type Interaction = InstanceType<typeof Interactions>;

export type Result = NonNullable<Interaction['result']>;

const kind = 'Interaction';

/** Takes a request to answer it. Of several answers the first counts: false for the others. */
export const claimRequest = (tx: Tx, { uid }: Interaction, now: number): Promise<boolean> =>
  consumeRecord(tx, kind, uid, now);

/** Keeps what was answered to a request that was taken. */
export async function keepResult(
  tx: Tx,
  { uid, exp, lastSubmission }: Interaction,
  result: Result,
  now: number,
): Promise<void> {
  const found = await findRecord(tx, kind, uid, { now });
  if (!found) throw problem(appRequestExpired);
  const payload = { ...JSON.parse(found.payload), result: { ...lastSubmission, ...result } };
  await saveRecord(tx, {
    ...{ kind, id: uid, grantId: null },
    ...{ payload: plainJson(payload), expiresAt: exp * 1000 },
  });
}

/** Whether what was answered first is the same: after a double click a browser has only the second answer. */
export async function isSameAnswer(
  db: Db,
  { uid }: Interaction,
  isRefusal: boolean,
  now: number,
): Promise<boolean> {
  const found = await findRecord(db, kind, uid, { now });
  const { result } = (found ? JSON.parse(found.payload) : {}) as { result?: Result };
  return result !== undefined && 'error' in result === isRefusal;
}
