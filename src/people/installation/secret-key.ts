import type { Db } from '../../kit/db/index.ts';
import { openSecret, sealSecret } from '../../kit/sealed-secret.ts';
import { findCheck } from './store.ts';

const seal = { purpose: 'check', owner: 'secretKey' };

/** The value by which `fitsCheck` recognizes the key. */
export function checkOf(secretKey: string): string {
  return sealSecret(secretKey, seal, Buffer.from('latchkey'));
}

/** Undefined when the database doesn't know its key yet. */
export async function fitsCheck(db: Db, secretKey: string): Promise<boolean | undefined> {
  const check = await findCheck(db, 'secretKey');
  return check === undefined ? undefined : openSecret(secretKey, seal, check) !== undefined;
}
