import { type Db, inTransaction } from '../../kit/db/index.ts';
import { hours } from '../../kit/duration.ts';
import { gramsOf } from '../../kit/searchable.ts';
import type { SearchFields } from './lines.ts';
import type { SearchStateTable } from './table.ts';

type Name = SearchStateTable['name'];

async function read(db: Db, name: Name): Promise<unknown> {
  const row = await db.selectFrom('search_state').select('value').where('name', '=', name).executeTakeFirst();
  return row && JSON.parse(row.value);
}

async function write(db: Db, name: Name, content: unknown): Promise<void> {
  const value = JSON.stringify(content);
  await db
    .insertInto('search_state')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}

/** Whether all words were written with these fields of the data. */
export const areFieldsWritten = async (db: Db, fields: SearchFields): Promise<boolean> =>
  JSON.stringify(await read(db, 'data-fields')) === JSON.stringify(fields);

/** Records that all words are written with these fields. */
export const noteFieldsWritten = (db: Db, fields: SearchFields): Promise<void> =>
  write(db, 'data-fields', fields);

/** What a sample of all people says about them. */
export interface Sample {
  readonly at: number;
  /** People for each row number: less than 1 where some were deleted. */
  readonly density: number;
  /** The trigrams that many people have, with their share. The others are rare. */
  readonly shares: Readonly<Record<string, number>>;
}

const unknown: Sample = { at: Number.NEGATIVE_INFINITY, density: 1, shares: {} };

/** The latest sample; one that knows nothing before the first. */
export const findSample = async (db: Db): Promise<Sample> =>
  ((await read(db, 'common-grams')) as Sample | undefined) ?? unknown;

/** How long a sample is used. */
const goodFor = hours(1);

/** How many stretches are read, evenly spread, and how many row numbers each has: the newest people may be much alike. */
const stretches = 20;
const width = 100;

/** A trigram that fewer people of the sample have is rare. */
const few = 4;

/** Looks at a few people, at most once an hour, to know which trigrams are common. */
export async function takeSample(db: Db, now: number): Promise<void> {
  const { at } = await findSample(db);
  if (now - at < goodFor && now >= at) return;
  const span = await findSpan(db);
  if (!span) return;
  const starts = Array.from({ length: stretches }, (_, place) =>
    Math.floor(span.first + ((span.last - span.first) * place) / stretches),
  );
  const rows = await db
    .selectFrom('account_words')
    .select('words')
    .where((where) =>
      where.or(starts.map((start) => where.and([where('n', '>=', start), where('n', '<', start + width)]))),
    )
    .execute();
  const counts = new Map<string, number>();
  for (const { words } of rows)
    for (const gram of gramsOf(words)) counts.set(gram, (counts.get(gram) ?? 0) + 1);
  const common = [...counts].filter(([, count]) => count >= few);
  const read = new Set(starts.flatMap((start) => Array.from({ length: width }, (_, more) => start + more)));
  const numbers = [...read].filter((number) => number <= span.last).length;
  await inTransaction(db, (tx) =>
    write(tx, 'common-grams', {
      at: now,
      density: rows.length / Math.max(1, numbers),
      shares: Object.fromEntries(common.map(([gram, count]) => [gram, count / rows.length])),
    } satisfies Sample),
  );
}

/** The numbers of the first and the last row, or undefined when there is none. */
async function findSpan(db: Db): Promise<{ first: number; last: number } | undefined> {
  const ends = (order: 'asc' | 'desc') =>
    db.selectFrom('account_words').select('n').orderBy('n', order).limit(1).executeTakeFirst();
  const [first, last] = [await ends('asc'), await ends('desc')];
  return first && last && { first: first.n, last: last.n };
}

/** Estimates how many people there are. */
export async function estimatePeople(db: Db, { density }: Pick<Sample, 'density'>): Promise<number> {
  const span = await findSpan(db);
  return span ? Math.round((span.last - span.first + 1) * density) : 0;
}
