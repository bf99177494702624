import type { Caller } from '../../kit/http/index.ts';
import type { Requester } from '../index.ts';
import { failed } from './failed.ts';
import type { Proved } from './proved.ts';

/**
 * Whoever was sent to link or to verify, in the very session that sent them. Throws `outside-login-expired` for anybody else, such as
 * whoever has signed in there meanwhile.
 */
export function requireSender(
  { provider, attempt }: Proved,
  caller: Caller | null,
  trail: Requester['trail'],
): Caller {
  if (caller?.account.id === attempt.account_id && caller.via.session.id === attempt.session_id) {
    trail.account(caller.account.id);
    return caller;
  }
  trail.note({ code: 'provider-answered', provider: provider.id, ok: false, fault: 'other-browser' });
  throw failed(provider, 'other-browser');
}
