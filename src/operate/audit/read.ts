import { minutes } from '../../kit/duration.ts';
import { type KeysetPage, pageOf } from '../../kit/keyset.ts';
import type { Services } from '../../kit/services.ts';
import {
  type AuditHead,
  canonicalDetail,
  findAuditHead,
  listAuditRows,
  recordReading,
} from '../../people/audit/index.ts';
import type { Acting } from '../accounts/index.ts';
import { type AuditFilters, auditIdOf, listAudit, type NamedAuditRow } from './list.ts';

type ReadServices = Pick<Services, 'db' | 'clock' | 'secretKey' | 'log' | 'words'>;

/** A page of the audit log, and its newest row. */
export interface AuditReading extends KeysetPage<NamedAuditRow, number> {
  readonly head: AuditHead | undefined;
}

/** Whoever turns pages or loads them again within this time is still reading. */
const readingLasts = minutes(15);

/** More readings than anybody begins in that time. */
const mostReadings = 50;

/**
 * Reads a page of the audit log, once a row says that it's read: by whom, and by what filters. One row tells of a whole
 * reading. It doesn't depend on which page is asked for, so nobody can read on an inner page unseen.
 */
export async function readAudit(
  services: ReadServices,
  acting: Pick<Acting, 'actor' | 'client' | 'requestId'>,
  filters: AuditFilters,
): Promise<AuditReading> {
  const { db } = services;
  await noteReading(services, acting, filters);
  const found = await listAudit(db, { ...filters, limit: filters.limit + 1 });
  return { ...pageOf(found, filters, ({ seq }) => seq), head: await findAuditHead(db) };
}

async function noteReading(
  services: ReadServices,
  { actor, client, requestId }: Pick<Acting, 'actor' | 'client' | 'requestId'>,
  filters: AuditFilters,
): Promise<void> {
  const at = services.clock();
  const detail = await detailOf(services, filters);
  const earlier = await listAuditRows(services.db, {
    ...{ act: 'audit-read', actorId: actor.id ?? undefined, since: at - readingLasts, limit: mostReadings },
  });
  const text = canonicalDetail(detail);
  if (earlier.some((row) => row.actor_kind === actor.kind && row.detail === text)) return;
  await recordReading(services, {
    ...{ actor, act: 'audit-read', target: null, reason: null, detail, client, requestId, at },
  });
}

const idForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The filters by IDs. What leads to no ID may be anybody's name or address, and the log holds none. */
async function detailOf({ db, words }: ReadServices, { actor, target, act, since }: AuditFilters) {
  const idOrNone = async (name: string) => {
    const id = (await auditIdOf(db, name)) ?? '';
    return idForm.test(id) ? id : 'unknown';
  };
  return {
    ...(actor !== undefined && { actor: await idOrNone(actor) }),
    ...(target !== undefined && { target: await idOrNone(target) }),
    ...(act !== undefined && { act: Object.hasOwn(words.audit.acts, act) ? act : 'unknown' }),
    ...(since !== undefined && { since }),
  };
}
