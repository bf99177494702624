import type { Db, Tx } from '../../../kit/db/index.ts';
import { plainJson } from '../../../kit/plain-text.ts';
import { recordHash } from '../records.ts';

/** A device that waits for somebody to let it in. */
export interface WaitingDevice {
  readonly idHash: string;
  readonly appId: string;
  /** The parameters of its request. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly address: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Letters as the device shows them: 8 of 20 consonants. */
export const normalCode = (typed: string): string => typed.toUpperCase().replaceAll(/[^A-Z]/g, '');

export const userCodeHash = (code: string): string => recordHash('user code', normalCode(code));

/** The device that shows this code and still waits. */
export async function findWaiting(db: Db, code: string, now: number): Promise<WaitingDevice | undefined> {
  const row = await db
    .selectFrom('app_records')
    .select(['id_hash', 'payload'])
    .where('user_code_hash', '=', userCodeHash(code))
    .where('kind', '=', 'DeviceCode')
    .where('expires_at', '>', now)
    .executeTakeFirst();
  if (!row) return undefined;
  const payload = JSON.parse(row.payload) as Record<string, unknown>;
  const { clientId, params, deviceInfo } = payload as {
    clientId: string;
    params?: Record<string, unknown>;
    deviceInfo?: { ip?: string };
  };
  const address = deviceInfo?.ip ?? '';
  return { idHash: row.id_hash, appId: clientId, params: params ?? {}, address, payload };
}

/** Takes a device to let it in or turn it away: its code is worth nothing from then on. False if another did before. */
export async function claimDevice(tx: Tx, { idHash }: WaitingDevice, code: string): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('app_records')
    .set({ user_code_hash: null })
    .where('id_hash', '=', idHash)
    .where('user_code_hash', '=', userCodeHash(code))
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Says what the device that was taken is told. */
export async function answerDevice(
  tx: Tx,
  { idHash, payload }: WaitingDevice,
  answer: Readonly<Record<string, unknown>> & { readonly grantId?: string },
): Promise<void> {
  await tx
    .updateTable('app_records')
    .set({ payload: plainJson({ ...payload, ...answer }), grant_id: answer.grantId ?? null })
    .where('id_hash', '=', idHash)
    .execute();
}
