import { afterCommit, inTransaction, type Tx } from '../../kit/db/index.ts';
import type { Client } from '../../kit/http/index.ts';
import type { Services } from '../../kit/services.ts';
import { fitsCheck } from '../installation/index.ts';
import type { AuditAct } from './acts.ts';
import { type AuditDetail, canonicalDetail, storable } from './canonical.ts';
import { type CoveredRow, chainKey, hashOf, headMac, isSame } from './chain.ts';
import { tellHead } from './report.ts';
import { findNewest, holdHead, insertHead, insertRow, setHead } from './store.ts';
import type { AuditActorKind, AuditHeadTable, AuditTargetKind } from './table.ts';

/** A command has no log: a server logs the head of its rows within a minute (`reportHead`). */
export type AuditServices = Pick<Services, 'secretKey'> & Partial<Pick<Services, 'log'>>;

/** An act to be recorded. It holds IDs, never a name or an email address of a person. */
export interface AuditEntry {
  readonly actor: { readonly kind: AuditActorKind; readonly id: string | null };
  readonly act: AuditAct;
  readonly target: { readonly kind: AuditTargetKind; readonly id: string } | null;
  /** In the words of whoever did it, where the act takes one. */
  readonly reason: string | null;
  readonly detail?: AuditDetail;
  readonly client: Pick<Client, 'address' | 'device'>;
  readonly requestId: string | null;
  /** Unix milliseconds. */
  readonly at: number;
}

/** The newest row. Whoever keeps one elsewhere can check later that the log still contains it. */
export type AuditHead = Pick<AuditHeadTable, 'seq' | 'hash'>;

/**
 * Appends a row to the audit log, in the transaction of the act that it records. Holds the head until the commit, so that
 * acts are written one at a time: call it last, once every other row is held. The log line "audit head" follows the commit.
 * Throws when the secret key isn't the one of this database.
 */
export async function appendAudit(tx: Tx, services: AuditServices, entry: AuditEntry): Promise<AuditHead> {
  const key = chainKey(services.secretKey);
  const origin = await findOrigin(tx, services, key, entry.at);
  const head = await append(tx, key, origin, entry);
  const { log } = services;
  if (log) afterCommit(tx, () => tellHead(log, head));
  return head;
}

/** Records that somebody read something sensitive: the audit log, the data of an account, an export. */
export function recordReading(
  services: AuditServices & Pick<Services, 'db'>,
  reading: AuditEntry & { readonly act: 'audit-read' | 'data-read' | 'accounts-exported' },
): Promise<AuditHead> {
  return inTransaction(services.db, (tx) => appendAudit(tx, services, reading));
}

/**
 * The row to append to. A head that wasn't written with the key, or that isn't the newest row, was changed from outside. The
 * log continues, because an attacker must not be able to block the acts that would stop them, and a row records the break.
 */
async function findOrigin(tx: Tx, services: AuditServices, key: Buffer, at: number): Promise<AuditHead> {
  const none = { seq: 0, hash: '' };
  await insertHead(tx, { id: 1, ...none, mac: headMac(key, none) });
  const head = await holdHead(tx);
  if (!head) throw new Error('The head of the audit log is gone.');
  const newest = (await findNewest(tx)) ?? none;
  const isWhole = newest.seq === head.seq && newest.hash === head.hash;
  const isOwn = isWhole && isSame(head.mac, headMac(key, head));
  // The first row under a wrong key would make it the key of the chain.
  if (isOwn && head.seq > 0) return head;
  if ((await fitsCheck(tx, services.secretKey)) === false) {
    throw new Error('The audit log needs the secret key that this database uses.');
  }
  if (isOwn) return head;
  const last = newest.seq >= head.seq ? newest : head;
  afterCommit(tx, () =>
    services.log?.error('The audit log was changed from outside. Run "latchkey audit verify".'),
  );
  return append(tx, key, last, {
    ...{ actor: { kind: 'server', id: null }, act: 'audit-broken', target: null, reason: null },
    ...{ detail: { head: head.seq, newest: newest.seq }, client: { address: '', device: '' } },
    ...{ requestId: null, at },
  });
}

async function append(tx: Tx, key: Buffer, last: AuditHead, entry: AuditEntry): Promise<AuditHead> {
  const { actor, target, reason, detail, client, requestId } = entry;
  const row: CoveredRow = {
    prev_hash: last.hash,
    seq: last.seq + 1,
    at: entry.at,
    actor_kind: actor.kind,
    actor_id: textOrNull(actor.id),
    act: entry.act,
    target_kind: target?.kind ?? null,
    target_id: textOrNull(target?.id),
    reason: textOrNull(reason),
    detail: detail ? canonicalDetail(detail) : null,
    address: storable(client.address),
    device: storable(client.device),
    request_id: textOrNull(requestId),
  };
  const head = { seq: row.seq, hash: hashOf(key, row) };
  await insertRow(tx, { ...row, hash: head.hash });
  await setHead(tx, { ...head, mac: headMac(key, head) });
  return head;
}

const textOrNull = (text: string | null | undefined): string | null =>
  text === null || text === undefined ? null : storable(text);
