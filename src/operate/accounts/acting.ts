import type { Tx } from '../../kit/db/index.ts';
import type { Client } from '../../kit/http/index.ts';
import { problem } from '../../kit/problem.ts';
import type { AuditEntry } from '../../people/audit/index.ts';
import type { Permission } from '../../people/roles/index.ts';
import { operator } from './operator.ts';
import { reasonMissing } from './problems.ts';

/** Who does something to somebody else's account, and by what right. */
export interface Acting {
  readonly actor: AuditEntry['actor'];
  /** The account of whoever acts, also of who made the token that acts; null for the command line. */
  readonly account: string | null;
  /** From where: for the audit log, and for nobody else. */
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
    account: null,
    client: operator,
    requestId: null,
    reason,
    mayActOn: async () => {},
    mayGrant: async () => {},
  };
}

/** Who acted, as the account's owner sees it: that it was an admin, and nothing of their network or device. */
export function shownClient({ actor, client }: Acting): Client {
  return actor.kind === 'command' ? client : { actor: 'admin', address: '', device: 'admin console' };
}

/** In code points. */
const reasonLength = { least: 3, most: 500 } as const;

/** The reason, without the spaces around it. Throws `reason-missing` when it's too short or too long, or isn't there and must be. */
export function reasonOf({ reason }: Pick<Acting, 'reason'>, isNeeded: boolean): string | null {
  const given = reason?.trim() ?? '';
  if (given === '' && !isNeeded) return null;
  const length = [...given].length;
  const isText = given.isWellFormed() && !given.includes('\0');
  if (isText && length >= reasonLength.least && length <= reasonLength.most) return given;
  const detail = {
    pointer: '/reason',
    code: length < reasonLength.least ? 'too-short' : 'too-long',
  } as const;
  throw problem(reasonMissing, ({ adminActs }) => adminActs.reason(reasonLength), {
    errors: [{ ...detail, detail: ({ adminActs }) => adminActs.reason(reasonLength) }],
  });
}
