import type { Tx } from '../../../kit/db/index.ts';
import type { Services } from '../../../kit/services.ts';
import { type AccountRow, findAccount } from '../../../people/accounts/index.ts';
import { act, type Changed, type OperatorAct } from '../../../people/act/index.ts';
import type { AuditAct } from '../../../people/audit/index.ts';
import {
  type EmailAddress,
  emailKey,
  emailState,
  findVerifiedAddress,
  putPendingEmail,
} from '../../../people/emails/index.ts';
import { type Acting, reasonOf, shownClient } from '../acting.ts';
import { recordAct } from './record-act.ts';

/** What it takes to act on an account: the audit log and emails need the server's own secret key. */
export type ActServices = Pick<Services, 'config' | 'db' | 'clock' | 'secretKey' | 'words'> &
  Partial<Pick<Services, 'log'>>;

/** An account as it was when it was held, and what is said of the act. */
interface Held {
  readonly account: AccountRow;
  readonly now: number;
  /** In the admin's words; null where none was needed and none given. */
  readonly reason: string | null;
}

type Detail = Readonly<Record<string, string | number | boolean>>;

interface AdminAct<Value> {
  readonly kind: OperatorAct;
  readonly audit: AuditAct;
  readonly needsReason: boolean;
  readonly detail?: Detail | ((value: Value) => Detail);
  /** Undefined where it was so before: then nothing ends, and nobody is told. */
  change(tx: Tx, held: Held): Promise<Changed<Value> | undefined>;
  /** Once all has ended that ends. */
  finish?(tx: Tx, held: Held, value: Value): Promise<void>;
}

/** What became of an account. */
export interface Acted<Value = undefined> {
  readonly username: string;
  /** False where it was so before. */
  readonly isNew: boolean;
  /** How many sessions ended. */
  readonly sessions: number;
  /** The verified address, which is told by email; null where there is none, or nothing is told. */
  readonly toldTo: string | null;
  /** Left out where nothing was changed. */
  readonly value?: Value | undefined;
}

/**
 * The one way for an admin to change an account, in one transaction: it's held, the admin may act on it, it's changed, what
 * that ends is ended, its owner sees it in their activity and is told by email, and the audit log has a row. Undefined when
 * there is no such account (any more). Throws `reason-missing`, and what `mayActOn` and the change throw.
 */
export async function actOn<Value>(
  services: ActServices,
  acting: Acting,
  accountId: string,
  { kind, audit, needsReason, detail, change, finish }: AdminAct<Value>,
): Promise<Acted<Value> | undefined> {
  const reason = reasonOf(acting, needsReason);
  const by = { kind: 'operator', accountId, client: shownClient(acting) } as const;
  let held: Held | undefined;
  let firstAddress: EmailAddress | undefined;
  let toldTo: string | null = null;
  return act(services, by, kind, {
    async change(tx, { now }) {
      const account = await findAccount(tx, accountId);
      if (!account) return { unchanged: undefined };
      await acting.mayActOn(tx, accountId);
      held = { account, now, reason };
      firstAddress = await findFirstAddress(tx, account);
      const address = await findVerifiedAddress(tx, accountId);
      const changed = await change(tx, held);
      const unchanged = { username: account.username, isNew: false, sessions: 0, toldTo: null };
      if (!changed) return { unchanged };
      toldTo = changed.notice && address !== undefined ? address : null;
      return changed;
    },
    async finish(tx, { value, sessions }): Promise<Acted<Value> | undefined> {
      if (!held) return undefined;
      if (firstAddress) await keepFirstAddress(tx, accountId, firstAddress, held.now);
      await finish?.(tx, held, value);
      const more = typeof detail === 'function' ? detail(value) : detail;
      const recorded = { act: audit, accountId, reason, at: held.now, detail: { sessions, ...more } };
      await recordAct(tx, services, acting, recorded);
      return { username: held.account.username, isNew: true, sessions, toldTo, value };
    },
  });
}

/** The address that an account was made with, of one that nobody has ever been in: no session can have asked for it. */
async function findFirstAddress(
  tx: Tx,
  { id, last_login_at }: Pick<AccountRow, 'id' | 'last_login_at'>,
): Promise<EmailAddress | undefined> {
  const { pending } = await emailState(tx, id);
  if (pending === null || last_login_at !== null) return undefined;
  return { address: pending, key: emailKey(pending) };
}

/** Such an address stays when the links that led to it end: its owner has no other way in. */
async function keepFirstAddress(tx: Tx, accountId: string, email: EmailAddress, now: number): Promise<void> {
  const { verified, pending } = await emailState(tx, accountId);
  if (!verified && pending === null) await putPendingEmail(tx, accountId, email, now);
}
