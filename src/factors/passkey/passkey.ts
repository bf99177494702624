import { isoTime } from '../../kit/clock.ts';
import { type Static, Type } from '../../kit/schema.ts';
import type { Amr } from '../../people/factor-names.ts';
import { longestName } from './name.ts';
import type { PasskeysTable } from './table.ts';

/** What an account may have at most: each is a row for good, and a line in every offer. */
export const mostPasskeys = 20;

/** A passkey as its owner sees it. */
export const passkeySchema = Type.Object(
  {
    id: Type.String({
      description: 'Names the passkey.',
      examples: ['01932f73-84d0-7042-a1c8-3e7b5d9f0a24'],
    }),
    name: Type.String({
      minLength: 1,
      maxLength: longestName,
      description: 'What its owner calls it.',
      examples: ['Work laptop'],
    }),
    synced: Type.Boolean({
      description: "Whether it is synced to its owner's other devices.",
      examples: [true],
    }),
    opensAlone: Type.Boolean({
      description:
        'Whether it logs in without a password, because it asks for a fingerprint, a face or a PIN.',
      examples: [true],
    }),
    createdAt: Type.String({
      format: 'date-time',
      description: 'When it was added, in UTC.',
      examples: ['2026-11-29T09:40:00.000Z'],
    }),
    lastUsedAt: Type.Unsafe<string | null>({
      type: ['string', 'null'],
      format: 'date-time',
      description: 'When it was last used.',
      examples: [null],
    }),
  },
  { title: 'Passkey', description: 'A passkey, as its owner sees it.' },
);

export type Passkey = Static<typeof passkeySchema>;

export function toPasskey(row: PasskeysTable): Passkey {
  return {
    id: row.id,
    name: row.name,
    synced: row.backup_state === 1,
    opensAlone: row.uv_initialized === 1,
    createdAt: isoTime(row.created_at),
    lastUsedAt: row.last_used_at === null ? null : isoTime(row.last_used_at),
  };
}

/** What a passkey proves, in the words of RFC 8176: a key that cannot leave its hardware or one that can, and a touch. */
export function amrOfPasskey({ backup_eligible }: Pick<PasskeysTable, 'backup_eligible'>): readonly Amr[] {
  return [backup_eligible === 1 ? 'swk' : 'hwk', 'user'];
}
