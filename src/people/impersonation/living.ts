import type { Services } from '../../kit/services.ts';
import { findPermissions } from '../roles/index.ts';
import { listSessions, type SessionFacts } from '../sessions/index.ts';

/** The account's sessions that open something, the newest first: that of an administrator only while they may still look. */
export async function listLivingSessions(
  { config, db, clock }: Pick<Services, 'config' | 'db' | 'clock'>,
  accountId: string,
): Promise<SessionFacts[]> {
  const now = clock();
  const sessions = await listSessions(db, accountId, now);
  const lookers = new Set<string>();
  for (const actor of new Set(sessions.map(({ actor_id: id }) => id ?? null))) {
    if (actor !== null && (await mayLook(actor))) lookers.add(actor);
  }
  return sessions.filter(({ actor_id: id }) => typeof id !== 'string' || lookers.has(id));

  async function mayLook(actor: string): Promise<boolean> {
    if (!config.admin.impersonation) return false;
    return (await findPermissions(db, actor, now)).has('accounts:impersonate');
  }
}
