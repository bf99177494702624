import type { Db } from '../../kit/db/index.ts';
import { type Static, Type } from '../../kit/schema.ts';
import { listEmails } from './store.ts';

const address = (description: string) =>
  Type.Unsafe<string | null>({ type: ['string', 'null'], description });

/** What an account's owner sees of its addresses. */
export const emailStateSchema = Type.Object(
  {
    email: address('The address that you have confirmed; mail goes nowhere else.'),
    verified: Type.Boolean({ description: 'Whether there is such an address.' }),
    pending: address(
      'An address that you asked for and that is not confirmed yet. It is good for nothing so far.',
    ),
  },
  { title: 'Email' },
);

export type EmailState = Static<typeof emailStateSchema>;

export async function emailState(db: Db, accountId: string): Promise<EmailState> {
  const rows = await listEmails(db, accountId);
  const email = rows.find(({ verified_at }) => verified_at !== null)?.address ?? null;
  const pending = rows.find(({ verified_at }) => verified_at === null)?.address ?? null;
  return { email, verified: email !== null, pending };
}
