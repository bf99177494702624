import { isoTime } from '../../kit/clock.ts';
import type { Services } from '../../kit/services.ts';
import { type InvitationState, listInvitations, stateOf } from '../../people/invitations/index.ts';

/** An invitation as admins see it; times are ISO 8601 in UTC. */
export interface ListedInvitation {
  readonly id: string;
  /** Null once it was accepted: then the account has the address. */
  readonly email: string | null;
  readonly state: InvitationState;
  readonly invitedBy: string | null;
  readonly note: string | null;
  readonly createdAt: string;
  readonly expiresAt: string;
}

/** The newest first; `next` continues the list. `limit` is at most 200. */
export async function listSentInvitations(
  { db, clock }: Pick<Services, 'db' | 'clock'>,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<{ items: ListedInvitation[]; next: string | null }> {
  const now = clock();
  const rows = await listInvitations(db, { limit: limit + 1, before: cursor });
  const items = rows.slice(0, limit).map((row) => ({
    id: row.id,
    email: row.email === '' ? null : row.email,
    state: stateOf(row, now),
    invitedBy: row.invited_by,
    note: row.note,
    createdAt: isoTime(row.created_at),
    expiresAt: isoTime(row.expires_at),
  }));
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}
