import { isoTime } from '../../kit/clock.ts';
import type { Db } from '../../kit/db/index.ts';
import { type Static, Type } from '../../kit/schema.ts';
import { listEmails } from './store.ts';
import type { EmailsTable } from './table.ts';

const address = (description: string, example: string | null) =>
  Type.Unsafe<string | null>({ type: ['string', 'null'], description, examples: [example] });

/** What an account's owner sees of its addresses. */
export const emailStateSchema = Type.Object(
  {
    email: address('The verified address. Email goes nowhere else.', null),
    verified: Type.Boolean({ description: 'Whether there is a verified address.', examples: [false] }),
    pending: address(
      "An address that was asked for and isn't verified yet. Don't rely on it.",
      'ada@example.com',
    ),
  },
  {
    title: 'EmailChange',
    description: "The account's email address, and the one that waits for verification.",
  },
);

export type EmailState = Static<typeof emailStateSchema>;

export async function emailState(db: Db, accountId: string): Promise<EmailState> {
  return emailStateIn(await listEmails(db, accountId));
}

/** The same of its addresses, for whoever has read them. */
export function emailStateIn(rows: readonly Pick<EmailsTable, 'address' | 'verified_at'>[]): EmailState {
  const email = rows.find(({ verified_at }) => verified_at !== null)?.address ?? null;
  const pending = rows.find(({ verified_at }) => verified_at === null)?.address ?? null;
  return { email, verified: email !== null, pending };
}

const ownEmail = Type.Object(
  {
    address: address('The verified address. Email goes nowhere else.', 'ada@example.com'),
    verifiedAt: Type.Unsafe<string | null>({
      type: ['string', 'null'],
      format: 'date-time',
      description: 'When it was verified, in UTC.',
      examples: ['2026-11-29T09:31:00.000Z'],
    }),
    pending: address("An address that was asked for and isn't verified yet. Don't rely on it.", null),
  },
  { title: 'Email', description: "The account's email address." },
);

/** The addresses of an account as `GET /api/me` shows them; null when it has none. */
export const ownEmailSchema = Type.Union([ownEmail, Type.Null()]);

export type OwnEmail = Static<typeof ownEmailSchema>;

/** The verified and the pending address of an account, or null when it has neither. */
export async function findOwnEmail(db: Db, accountId: string): Promise<OwnEmail> {
  const rows = await listEmails(db, accountId);
  if (rows.length === 0) return null;
  const verified = rows.find(({ verified_at }) => verified_at !== null);
  const pending = rows.find(({ verified_at }) => verified_at === null);
  return {
    address: verified?.address ?? null,
    verifiedAt: typeof verified?.verified_at === 'number' ? isoTime(verified.verified_at) : null,
    pending: pending?.address ?? null,
  };
}
