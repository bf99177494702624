import { isoTime } from '../../kit/clock.ts';
import type { Db } from '../../kit/db/index.ts';
import type { KeysetPage, Place } from '../../kit/keyset.ts';
import type { Services } from '../../kit/services.ts';
import {
  findInvitationById,
  type InvitationRow,
  type InvitationState,
  pageOfInvitations,
  stateOf,
} from '../../people/invitations/index.ts';
import { listRoles } from '../../people/roles/index.ts';
import { findUsernames } from '../accounts/index.ts';

/** An invitation as admins see it; times are ISO 8601 in UTC. */
export interface ListedInvitation {
  readonly id: string;
  /** Null once it was accepted: then the account has the address. */
  readonly email: string | null;
  readonly state: InvitationState;
  /** The names of the roles that come with it, without those that are gone. */
  readonly roles: readonly string[];
  /** The account of whoever invited; null for the command line. */
  readonly invitedBy: string | null;
  /** How that account is called; null once it's gone. */
  readonly inviter: string | null;
  readonly note: string | null;
  readonly createdAt: string;
  readonly expiresAt: string;
}

type Reading = Pick<Services, 'db' | 'clock'>;

/** A page of invitations, the newest first, at most 200 of them. */
export async function listSentInvitations(
  { db, clock }: Reading,
  { onlyOpen = false, ...place }: Place<string> & { readonly onlyOpen?: boolean },
): Promise<KeysetPage<ListedInvitation, string>> {
  const now = clock();
  const page = await pageOfInvitations(db, { ...place, openAt: onlyOpen ? now : undefined });
  return { ...page, items: await describe(db, page.items, now) };
}

/** One of them; undefined when there is none. */
export async function findSentInvitation(
  { db, clock }: Reading,
  id: string,
): Promise<ListedInvitation | undefined> {
  const row = await findInvitationById(db, id);
  return row && (await describe(db, [row], clock()))[0];
}

async function describe(db: Db, rows: readonly InvitationRow[], now: number): Promise<ListedInvitation[]> {
  const inviters = await findUsernames(
    db,
    rows.map((row) => row.invited_by),
  );
  const rolesOf = (row: InvitationRow) => JSON.parse(row.role_ids) as string[];
  const roles = new Map((await listRoles(db, now)).map(({ id, name }) => [id, name]));
  return rows.map((row) => ({
    ...{ id: row.id, email: row.email === '' ? null : row.email, state: stateOf(row, now) },
    roles: rolesOf(row).flatMap((id) => roles.get(id) ?? []),
    ...{ invitedBy: row.invited_by, inviter: inviters.get(row.invited_by ?? '') ?? null, note: row.note },
    ...{ createdAt: isoTime(row.created_at), expiresAt: isoTime(row.expires_at) },
  }));
}
