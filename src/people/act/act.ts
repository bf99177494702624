import { inTransaction, type Tx } from '../../kit/db/index.ts';
import type { Services } from '../../kit/services.ts';
import { holdAccount } from '../accounts/index.ts';
import { findAttempt } from '../attempts/index.ts';
import { findVerifiedAddress, type Notice, type NoticeKind, sendNotice } from '../emails/index.ts';
import { type NewEvent, recordEvent } from '../events/index.ts';
import { requireLiving } from '../sessions/index.ts';
import { accountOf, type By, sessionOf } from './by.ts';
import { type Ended, endWhatIs } from './end.ts';
import { type ActKind, type ByOf, rowOf, toldOf } from './kinds.ts';

/** An email is written in words and sealed under the secret key: an act that sends none needs neither. */
type ActServices = Pick<Services, 'config' | 'db' | 'clock'> & Partial<Pick<Services, 'secretKey' | 'words'>>;

/** A line of the audit log; account, session, client and time are those of the act unless it says otherwise. */
export type ActEvent = Pick<NewEvent, 'type' | 'sessionId'> & {
  /** May tell how many sessions ended. */
  readonly detail?: NewEvent['detail'] | ((ended: Ended) => NewEvent['detail']);
};

/** What became of an account. */
export interface Changed<Value> {
  readonly value: Value;
  /** What it has turned out to be, where that shows only in the change; it ends what that kind ends. */
  readonly as?: ActKind;
  readonly events: readonly ActEvent[];
  /** What the account's owner is told by email, at the address that was confirmed before the change. */
  readonly notice?: NoticeKind | undefined;
}

/** Nothing was changed: nothing ends, and no email tells of it. What was written all the same stays. */
export interface Unchanged<Outcome> {
  readonly unchanged: Outcome;
  readonly events?: readonly ActEvent[];
}

export interface Work<Prepared, Value, Outcome> {
  /** What takes long, such as a hash, or is counted whatever becomes of the act. Holds no lock. */
  prepare?(): Promise<Prepared>;
  /** Changes the account, in the transaction that holds it. */
  change(
    tx: Tx,
    at: { readonly now: number; readonly prepared: Prepared },
  ): Promise<Changed<Value> | Unchanged<Outcome>>;
  /** What follows once all has ended that ends, in the same transaction. `securityVersion` is what browsers are known by. */
  finish(tx: Tx, done: Done<Value>): Outcome | Promise<Outcome>;
}

export interface Done<Value> {
  readonly value: Value;
  /** What the browser that acted is known by from now on; undefined where known browsers stay known. */
  readonly securityVersion: number | undefined;
  /** How many sessions ended. */
  readonly sessions: number;
}

/**
 * The one way to change who gets into an account. In this order: what `kind` wants of who acts is checked, slow work is
 * prepared, and in one transaction the account is held, so that a login or another change is over before or comes after;
 * the session or attempt that acts must not have been ended meanwhile; the change is made, what it ends is ended, and
 * the event and the email are written. `kinds.ts` says what each kind wants and ends.
 *
 * Throws `proof-required` and what `by` throws when it is over, beside what the work throws.
 */
export async function act<Kind extends ActKind, Prepared, Value, Outcome>(
  services: ActServices,
  whose: ByOf<Kind>,
  kind: Kind,
  work: Work<Prepared, Value, Outcome>,
): Promise<Outcome> {
  const by: By = whose;
  const { wants } = rowOf(kind, by);
  if (by.kind === 'session' && (wants === 'verified' || wants === 'password')) await by.require(wants);
  const prepared = (await work.prepare?.()) as Prepared;
  return inTransaction(services.db, async (tx) => {
    const now = services.clock();
    await holdLiving(tx, by, now);
    const accountId = accountOf(by);
    const address = await findVerifiedAddress(tx, accountId);
    const change = await work.change(tx, { now, prepared });
    if ('unchanged' in change) {
      await recordEvents(tx, by, now, change.events ?? []);
      return change.unchanged;
    }
    const { value, as = kind, events, notice } = change;
    const ended = await endWhatIs({ ends: rowOf(as, by).ends, told: toldOf(as, by) }, tx, by, now);
    await recordEvents(tx, by, now, events, ended);
    if (notice) await tell(tx, services, { accountId, address }, { ...notice, ...noticeFrom(by) });
    return work.finish(tx, { value, ...ended });
  });
}

async function holdLiving(tx: Tx, by: By, now: number): Promise<void> {
  const isHeld = await holdAccount(tx, accountOf(by), by.kind === 'attempt' ? by.securityVersion : undefined);
  if (by.kind === 'session') return requireLiving(tx, by.caller.via.session, now);
  if (by.kind === 'link' && !isHeld) throw by.over();
  if (by.kind !== 'attempt') return;
  const { id, secret_hash: secretHash } = by.attempt;
  if (!isHeld || !(await findAttempt(tx, id, [secretHash], now))) throw by.over();
}

async function tell(
  tx: Tx,
  { secretKey, words, ...services }: ActServices,
  to: Parameters<typeof sendNotice>[2],
  notice: Notice,
) {
  if (secretKey === undefined || !words)
    throw new Error('An act that sends an email needs words and the secret key.');
  await sendNotice(tx, { ...services, secretKey, words }, to, notice);
}

function noticeFrom({ client, trail }: By) {
  return { client, ...(trail && { trail }) };
}

async function recordEvents(tx: Tx, by: By, now: number, events: readonly ActEvent[], ended = nothing) {
  for (const { type, sessionId = sessionOf(by), detail } of events) {
    const told = typeof detail === 'function' ? detail(ended) : detail;
    const event = { accountId: accountOf(by), sessionId, client: by.client, at: now };
    await recordEvent(tx, { type, ...event, ...(told && { detail: told }) });
  }
}

const nothing: Ended = { sessions: 0, securityVersion: undefined };
