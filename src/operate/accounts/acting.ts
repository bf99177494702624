import type { Tx } from '../../kit/db/index.ts';
import type { Client } from '../../kit/http/index.ts';
import type { AuditEntry } from '../../people/audit/index.ts';
import type { Permission } from '../../people/roles/index.ts';
import { operator } from './operator.ts';

/** Who does something to somebody else's account, and by what right. */
export interface Acting {
  readonly actor: AuditEntry['actor'];
  /** From where, for the event, the email and the audit row. */
  readonly client: Client;
  readonly requestId: string | null;
  /** In their own words, where the act wants one. */
  readonly reason: string | null;
  /** Throws unless they may do this to the account; called in the transaction of the act, which holds the account. */
  mayActOn(tx: Tx, accountId: string): Promise<void>;
  /** Throws unless they hold what they grant. */
  mayGrant(tx: Tx, permissions: readonly Permission[]): Promise<void>;
}

/** The command line: who runs it holds the database, and so everything. */
export function actingAsCommand(reason: string | null = null): Acting {
  return {
    actor: { kind: 'command', id: null },
    client: operator,
    requestId: null,
    reason,
    mayActOn: async () => {},
    mayGrant: async () => {},
  };
}
