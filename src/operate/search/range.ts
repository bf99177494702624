import { isTime } from '../../kit/clock.ts';
import type { Listing } from './order.ts';
import { type Operator, refuseOperator } from './parse.ts';

/** Takes the operators of time out of a search; days are those of UTC. Throws `unknown-operator`. */
export function takeRange(operators: readonly Operator[]): {
  range: Listing['range'];
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

/** The beginning of a day, or a time with its zone. */
function readTime(operator: Operator): number {
  const { value } = operator;
  const [, day = ''] =
    /^(\d{4}-\d\d-\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d))?$/i.exec(value) ?? [];
  const time = Date.parse(value.toUpperCase());
  // Some dates that don't exist, such as February 30, are read as later ones.
  const isDay = day !== '' && new Date(Date.parse(day)).toISOString().startsWith(day);
  if (!isDay || !isTime(time)) throw refuseOperator(operator, ({ takes }) => takes.date);
  return time;
}
