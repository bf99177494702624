import type { Tx } from '../../kit/db/index.ts';
import type { Client } from '../../kit/http/index.ts';
import { problem } from '../../kit/problem.ts';
import { operator } from './operator.ts';
import { reasonMissing } from './problems.ts';

/** Who does something to an account that isn't theirs, from where, and why. */
export interface Acting {
  readonly actor: { readonly kind: 'person' | 'token' | 'command' | 'server'; readonly id: string | null };
  /** Their own network and device, for the audit log alone. */
  readonly client: Client;
  readonly requestId: string | null;
  /** In their own words, for other admins alone. */
  readonly reason: string | null;
  /** Throws unless they may act on the account. Called in the transaction that holds it, before anything is changed. */
  mayActOn(tx: Tx, accountId: string): Promise<void>;
}

/** The command line: whoever runs it has the database, so it may act on every account. */
export const byCommand = (reason: string | null = null): Acting => ({
  actor: { kind: 'command', id: null },
  client: operator,
  requestId: null,
  reason,
  mayActOn: async () => {},
});

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
