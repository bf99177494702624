import type { UseCaseServices } from '../factors/index.ts';
import { busy, namesETag, type Preconditions } from '../kit/http/index.ts';
import { problem } from '../kit/problem.ts';
import type { Services } from '../kit/services.ts';
import {
  documentETag,
  findData,
  mergePatch,
  readDocument,
  staleData,
  writeData,
} from '../people/accounts/index.ts';
import { notSignedInBecause } from '../people/sessions/index.ts';

export interface StoredData {
  /** JSON text. */
  readonly text: string;
  readonly etag: string;
}

/** Throws `not-signed-in` when the account is gone. */
export async function getData(
  { db }: UseCaseServices,
  accountId: string,
): Promise<StoredData & { version: number }> {
  const row = await findData(db, accountId);
  if (!row) throw notSignedInBecause({ reason: 'unknown' }, ({ account }) => account.gone);
  return { text: row.data, etag: documentETag(accountId, row.data_version), version: row.data_version };
}

/**
 * Replaces the document. With preconditions, only if they hold for the version that is stored (`stale-data`).
 * Throws also `data-refused` and `data-too-large`.
 */
export async function replaceData(
  services: UseCaseServices,
  accountId: string,
  text: string,
  conditions: Preconditions,
): Promise<StoredData> {
  const next = readDocument(services, text);
  if (!isConditional(conditions)) {
    return written(accountId, await write(services, accountId, next.text), next.text);
  }
  const { version, etag } = await getData(services, accountId);
  requireConditions(conditions, etag);
  const newVersion = await write(services, accountId, next.text, version);
  if (newVersion === undefined) throw stale();
  return written(accountId, newVersion, next.text);
}

/** Parallel patches of one document each take their turn; this many losses in a row mean that it is hopeless. */
const turns = 100;

/** Merges a patch (RFC 7396) into the document. Without preconditions, into whatever is there. */
export async function patchData(
  services: UseCaseServices,
  accountId: string,
  patchText: string,
  conditions: Preconditions,
): Promise<StoredData> {
  const patch = readDocument({ ...services, dataSchema: anyData }, patchText);
  for (let turn = 0; turn < turns; turn++) {
    const { text, version, etag } = await getData(services, accountId);
    requireConditions(conditions, etag);
    const next = readDocument(services, JSON.stringify(mergePatch(JSON.parse(text), patch.value)));
    const newVersion = await write(services, accountId, next.text, version);
    if (newVersion !== undefined) return written(accountId, newVersion, next.text);
    if (isConditional(conditions)) throw stale();
  }
  throw problem(busy, ({ account }) => account.data.busy, { retryAfter: 1 });
}

/** A patch need not fit the schema, only what comes of it. */
const anyData: Services['dataSchema'] = { check: () => [], require: () => {} };

function write({ config, db, clock }: UseCaseServices, accountId: string, data: string, expected?: number) {
  return writeData(db, accountId, { data, now: clock(), fields: config.search.dataFields, expected });
}

function written(accountId: string, version: number | undefined, text: string): StoredData {
  if (version === undefined) throw notSignedInBecause({ reason: 'unknown' }, ({ account }) => account.gone);
  return { text, etag: documentETag(accountId, version) };
}

const isConditional = ({ ifMatch, ifNoneMatch }: Preconditions): boolean =>
  ifMatch !== undefined || ifNoneMatch !== undefined;

/** Throws `stale-data` unless the preconditions hold for the stored version (RFC 9110 sections 13.1.1 and 13.1.2). */
function requireConditions({ ifMatch, ifNoneMatch }: Preconditions, etag: string): void {
  if (ifMatch !== undefined && !namesETag(ifMatch, etag)) throw stale();
  if (ifNoneMatch !== undefined && namesETag(ifNoneMatch, etag)) {
    throw problem(staleData, ({ account }) => account.data.sameVersion);
  }
}

function stale() {
  return problem(staleData, ({ account }) => account.data.stale);
}
