import type { Tx } from '../../kit/db/index.ts';
import type { Services } from '../../kit/services.ts';
import { type Notice, noticeTo } from '../../people/emails/index.ts';
import { type CountedGuess, mostCodes } from '../../people/limits/index.ts';

type WrongCodes = Omit<Extract<Notice, { readonly kind: 'wrong-codes' }>, 'kind' | 'failures' | 'isFull'>;

/**
 * Tells an account's owner by email of wrong codes in a row, in the transaction that refuses one: whoever gets as far as
 * the second factor knows the password. At the fifth and at the last one that is judged, once each in a count.
 */
export async function tellOfWrongCodes(
  tx: Tx,
  services: Pick<Services, 'config' | 'clock' | 'secretKey' | 'words'>,
  counted: Pick<CountedGuess, 'owesNotice'>,
  { accountId, ...told }: WrongCodes & { readonly accountId: string },
): Promise<void> {
  const failures = await counted.owesNotice(tx);
  if (failures === undefined) return;
  const isFull = failures >= mostCodes(services.config.limits);
  await noticeTo(tx, services, accountId, { kind: 'wrong-codes', failures, isFull, ...told });
}
