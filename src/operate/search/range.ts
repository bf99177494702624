import { type RawBuilder, sql } from 'kysely';
import { isTime } from '../../kit/clock.ts';
import type { Db } from '../../kit/db/index.ts';
import { type Condition, idsOf } from './condition.ts';
import { type Operator, refuseOperator } from './parse.ts';

/** When those were made that are looked at, in Unix milliseconds. */
export interface Range {
  readonly from?: number;
  readonly before?: number;
}

/** Takes the operators of time out of a search; days are those of UTC. Throws `unknown-operator`. */
export function takeRange(operators: readonly Operator[]): {
  range: Range;
  others: readonly Operator[];
} {
  const isTimely = ({ name }: Operator) => name === 'before' || name === 'after';
  const times = (wanted: string) => operators.filter(({ name }) => name === wanted).map(readTime);
  const [from, before] = [times('after'), times('before')];
  const range = {
    ...(from.length > 0 && { from: Math.max(...from) }),
    ...(before.length > 0 && { before: Math.min(...before) }),
  };
  return { range, others: operators.filter((one) => !isTimely(one)) };
}

export const isOpen = ({ from, before }: Range): boolean => from === undefined && before === undefined;

/** What a range asks of the time of a row. */
export const within = (created: RawBuilder<unknown>, { from, before }: Range): RawBuilder<boolean>[] => [
  ...(from === undefined ? [] : [sql<boolean>`${created} >= ${from}`]),
  ...(before === undefined ? [] : [sql<boolean>`${created} < ${before}`]),
];

/** Who was made in a range, for an order that isn't that of age: a list in it would go through everybody to find them. */
export const rangeCondition = (db: Db, range: Range): Condition => {
  const all = (created: string) => sql<boolean>`${sql.join(within(sql.ref(created), range), sql` and `)}`;
  return {
    test: all('p.created_at'),
    find: () =>
      idsOf(db, sql`select account_id from account_words where ${all('created_at')}`, sql`created_at, n`),
  };
};

/** The beginning of a day, or a time with its zone. */
function readTime(operator: Operator): number {
  const { value } = operator;
  const [, day = ''] =
    /^(\d{4}-\d\d-\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d))?$/i.exec(value) ?? [];
  const time = Date.parse(value.toUpperCase());
  // Some dates that don't exist, such as February 30, are read as later ones.
  const isDay = isTime(Date.parse(day)) && new Date(day).toISOString().startsWith(day);
  if (!isDay || !isTime(time)) throw refuseOperator(operator, ({ takes }) => takes.date);
  return time;
}
