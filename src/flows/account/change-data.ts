import { busy } from '../../kit/http/index.ts';
import { problem } from '../../kit/problem.ts';
import {
  documentETag,
  findData,
  matchesETag,
  mergePatch,
  readDocument,
  staleData,
  writeData,
} from '../../people/accounts/index.ts';
import { notSignedIn } from '../../people/sessions/index.ts';
import type { Services } from '../../services.ts';

export interface StoredData {
  /** JSON text. */
  readonly text: string;
  readonly etag: string;
}

/** Throws `not-signed-in` when the account is gone. */
export async function getData(
  { db }: Services,
  accountId: string,
): Promise<StoredData & { version: number }> {
  const row = await findData(db, accountId);
  if (!row) throw problem(notSignedIn, 'This account is gone.');
  return { text: row.data, etag: documentETag(row.data_version), version: row.data_version };
}

/**
 * Puts a new document in the place of the old one. With `ifMatch` only if the old one still is the version
 * that the writer has seen (`stale-data`). Throws also `data-refused` and `data-too-large`.
 */
export async function replaceData(
  services: Services,
  accountId: string,
  text: string,
  ifMatch: string | undefined,
): Promise<StoredData> {
  const next = readDocument(services, text);
  if (ifMatch === undefined) return written(await write(services, accountId, next.text), next.text);
  const { version } = await getData(services, accountId);
  requireMatch(ifMatch, version);
  const newVersion = await write(services, accountId, next.text, version);
  if (newVersion === undefined) throw stale();
  return written(newVersion, next.text);
}

/** Parallel patches of one document each take their turn; this many losses in a row mean that it is hopeless. */
const turns = 100;

/** Merges a patch (RFC 7396) into the document. Without `ifMatch` it is merged into whatever is there. */
export async function patchData(
  services: Services,
  accountId: string,
  patchText: string,
  ifMatch: string | undefined,
): Promise<StoredData> {
  const patch = readDocument({ ...services, dataSchema: anyData }, patchText);
  for (let turn = 0; turn < turns; turn++) {
    const { text, version } = await getData(services, accountId);
    if (ifMatch !== undefined) requireMatch(ifMatch, version);
    const next = readDocument(services, JSON.stringify(mergePatch(JSON.parse(text), patch.value)));
    const newVersion = await write(services, accountId, next.text, version);
    if (newVersion !== undefined) return written(newVersion, next.text);
    if (ifMatch !== undefined) throw stale();
  }
  throw problem(busy, 'Too many changes of this document at once. Try again.', { retryAfter: 1 });
}

/** A patch need not fit the schema, only what comes of it. */
const anyData: Services['dataSchema'] = { check: () => [], require: () => {} };

function write({ db, clock }: Services, accountId: string, text: string, expected?: number) {
  return writeData(db, accountId, text, clock(), expected);
}

function written(version: number | undefined, text: string): StoredData {
  if (version === undefined) throw problem(notSignedIn, 'This account is gone.');
  return { text, etag: documentETag(version) };
}

function requireMatch(ifMatch: string, version: number): void {
  if (!matchesETag(ifMatch, version)) throw stale();
}

function stale() {
  return problem(
    staleData,
    'Your data was changed elsewhere since you read it. Read it again and repeat your change.',
  );
}
