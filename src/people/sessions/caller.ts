import type { SignedIn } from '../../kit/http/index.ts';
import type { Viewer } from '../../kit/ui/site.ts';
import type { AccountRow } from '../accounts/index.ts';
import type { ImpersonatedSession } from './impersonated.ts';
import type { SessionRow } from './reader.ts';

/** Whose request it is, as the look-up of the session has found it. */
type CallerAccount = Pick<
  AccountRow,
  'id' | 'username' | 'created_at' | 'updated_at' | 'last_login_at' | 'app_roles' | 'attributes'
>;

/** By what a caller has shown whose request it is. What takes only one of these asks for its kind. */
interface ViaSession {
  readonly kind: 'session';
  readonly session: SessionRow;
}

/** The session of an administrator who looks at the account, and whose it is. */
interface ViaImpersonation {
  readonly kind: 'impersonation';
  readonly session: ImpersonatedSession;
  readonly actor: Pick<CallerAccount, 'id' | 'username'>;
}

/** An access key, and what it's for. */
interface ViaKey {
  readonly kind: 'key';
  readonly keyId: string;
  readonly scopes: readonly string[];
}

declare module '../../kit/http/route.ts' {
  interface Caller {
    readonly account: CallerAccount;
    readonly via: ViaSession;
  }
  interface Impersonating {
    readonly account: CallerAccount;
    readonly via: ViaImpersonation;
  }
  interface ByKey {
    readonly account: CallerAccount;
    readonly via: ViaKey;
  }
}

/** Whose name stands at the top of a page; nobody's where nobody is signed in. */
export function viewerOf(caller: SignedIn): Viewer;
export function viewerOf(caller: SignedIn | null): Viewer | undefined;
export function viewerOf(caller: SignedIn | null): Viewer | undefined {
  return caller ? { username: caller.account.username } : undefined;
}
