/** The look-up of a session check, as the server asks it; with the places of its values as SQLite writes them. */
export const sessionQuery = `select s.id, s.account_id, s.transport, s.remember, s.created_at, s.last_seen_at,
  s.idle_expires_at, s.expires_at, s.amr, s.aal, s.auth_time, s.address, s.device, a.username, a.created_at as account_created_at,
  a.updated_at as account_updated_at, a.last_login_at
  from sessions as s inner join accounts as a on a.id = s.account_id where s.token_hash = ?`;
