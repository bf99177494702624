import { type RawBuilder, sql } from 'kysely';
import { type Db, hasText, rowsWithGrams } from '../../kit/db/index.ts';
import { gramsOf } from '../../kit/searchable.ts';
import { estimatePeople, findSample } from '../../people/search/index.ts';
import { type Condition, most } from './condition.ts';

/** So many of a term's trigrams are asked of the index: the rarest. What is found by them is looked at. */
const asked = 3;

/** A trigram that more people have, by the estimate, is not asked of the index: it would read all of them. */
const mostHolders = 10_000;

/** Each character stands for itself. */
const contains = (db: Db, words: string, terms: readonly string[]): RawBuilder<boolean> =>
  sql<boolean>`(${sql.join(
    terms.map((term) => hasText(db, words, term)),
    sql` and `,
  )})`;

/** Whose words have all of these terms in them. */
export function wordsCondition(db: Db, terms: readonly string[]): Condition {
  return {
    test: contains(db, 'p.words', terms),
    async find() {
      const grams = await rarestGrams(db, terms);
      if (grams.length === 0) return undefined;
      const rows = rowsWithGrams(db, 'account_words', { grams, most: most + 1 });
      const { rows: found } = await sql<{ account_id: string; fits: number }>`
        select account_id, case when ${contains(db, 'words', terms)} then 1 else 0 end as fits
        from account_words where n in ${rows}`.execute(db);
      if (found.length > most) return undefined;
      return found.filter(({ fits }) => fits === 1).map(({ account_id: id }) => id);
    },
  };
}

/** None where all are too common. */
async function rarestGrams(db: Db, terms: readonly string[]): Promise<string[]> {
  const grams = [...new Set(terms.flatMap(gramsOf))];
  if (grams.length === 0) return [];
  const sample = await findSample(db);
  const people = await estimatePeople(db, sample);
  const holders = (gram: string) => (sample.shares[gram] ?? 0) * people;
  return grams
    .filter((gram) => holders(gram) <= mostHolders)
    .sort((one, other) => holders(one) - holders(other))
    .slice(0, asked);
}
