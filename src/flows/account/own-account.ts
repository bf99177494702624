import { type Account, toAccount } from '../../people/accounts/index.ts';
import type { SessionRow } from '../../people/sessions/index.ts';

/** The caller's account, as the look-up of the session has found it. */
export function accountOf(session: SessionRow): Account {
  return toAccount({
    id: session.account_id,
    username: session.username,
    created_at: session.account_created_at,
    updated_at: session.account_updated_at,
    last_login_at: session.last_login_at,
  });
}
