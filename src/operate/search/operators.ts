import { sql } from 'kysely';
import type { Config } from '../../config/index.ts';
import { factors } from '../../factors/index.ts';
import type { Clock } from '../../kit/clock.ts';
import type { Db } from '../../kit/db/index.ts';
import { problem } from '../../kit/problem.ts';
import type { Words } from '../../kit/words/index.ts';
import { heldAccounts } from '../../people/limits/index.ts';
import { readTrailId } from '../../people/trails/index.ts';
import { type Condition, finds, idsOf } from './condition.ts';
import { networkCondition, readNetwork } from './network.ts';
import { type Operator, refuseOperator } from './parse.ts';
import { unknownOperator } from './problems.ts';

export interface SearchServices {
  readonly db: Db;
  readonly config: Config;
  readonly clock: Clock;
}

type Reader = (services: SearchServices, value: string) => Condition | undefined;

interface About {
  readonly read: Reader;
  takes(words: Words['search']): string;
}

/** The states of an account; a further one is a line here. */
const states: Readonly<Record<string, (services: SearchServices) => Condition>> = {
  disabled: ({ db }) => closed(db, 'disabled_at'),
  deleted: ({ db }) => closed(db, 'deleted_at'),
  locked: ({ db, config, clock }) => ({
    test: finds(
      sql`from ${heldAccounts(db, config.limits, clock())} held where held.account_id = p.account_id`,
    ),
    find: () => idsOf(db, sql`select account_id from limits where account_id is not null`),
  }),
  unconfirmed: ({ db }) => ({
    test: sql<boolean>`${finds(sql`from emails where account_id = p.account_id and verified_at is null`)}
      and not ${finds(sql`from emails where account_id = p.account_id and verified_at is not null`)}`,
    find: () => idsOf(db, sql`select account_id from emails where verified_at is null`),
  }),
};

/** What an admin has done to an account; few are of either. */
function closed(db: Db, column: 'disabled_at' | 'deleted_at'): Condition {
  const isSo = sql`${sql.ref(column)} is not null`;
  return {
    test: finds(sql`from accounts where id = p.account_id and ${isSo}`),
    find: () => idsOf(db, sql`select id as account_id from accounts where ${isSo}`, sql.ref(column)),
  };
}

/** What has a second factor, or none. */
const held = ({ db }: SearchServices) =>
  factors.flatMap(({ name, holders }) => (holders ? [{ name, holders: holders(db) }] : []));

const holds = (holders: unknown) =>
  finds(sql`from ${holders} holders where holders.account_id = p.account_id`);

const has: Reader = (services, value) => {
  const all = held(services);
  if (value === 'no-factor') {
    return {
      test: sql<boolean>`not (${sql.join(
        all.map((one) => holds(one.holders)),
        sql` or `,
      )})`,
    };
  }
  const one = all.find(({ name }) => name === value);
  if (!one) return undefined;
  const ids = sql`select account_id from ${one.holders} holders`;
  return { test: holds(one.holders), find: () => idsOf(services.db, ids) };
};

const listed = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(', ');

const operators: Readonly<Record<string, About>> = {
  is: {
    read: (services, value) => (Object.hasOwn(states, value) ? states[value]?.(services) : undefined),
    takes: ({ takes }) => takes.is(listed(Object.keys(states))),
  },
  has: {
    read: has,
    takes: ({ takes }) =>
      takes.has(listed([...factors.flatMap(({ name, holders }) => (holders ? [name] : [])), 'no-factor'])),
  },
  role: {
    read: ({ db, clock }, value) => roleCondition(db, value, clock()),
    takes: ({ takes }) => takes.role,
  },
  address: {
    read({ db }, value) {
      const network = readNetwork(value);
      return network && networkCondition(db, network);
    },
    takes: ({ takes }) => takes.address,
  },
  attempt: {
    read({ db }, value) {
      const id = readTrailId(value);
      return id === undefined ? undefined : attemptCondition(db, id);
    },
    takes: ({ takes }) => takes.attempt,
  },
};

function roleCondition(db: Db, name: string, now: number): Condition {
  const held = sql`from account_roles where role_id = (select id from roles where name = ${name})
    and (expires_at is null or expires_at > ${now})`;
  return {
    test: finds(sql`${held} and account_id = p.account_id`),
    find: () => idsOf(db, sql`select account_id ${held}`),
  };
}

function attemptCondition(db: Db, id: string): Condition {
  return {
    test: finds(sql`from trail_parts where trail_id = ${id} and account_id = p.account_id`),
    find: () =>
      idsOf(db, sql`select account_id from trail_parts where trail_id = ${id}`, sql.ref('trail_id')),
  };
}

/** Each reads up to 5,001 rows, and is asked again of everybody who is looked at. */
const mostOperators = 8;

/** The conditions of the operators of a search, but for those of time. Throws `unknown-operator`. */
export function readOperators(services: SearchServices, given: readonly Operator[]): Condition[] {
  const different = new Map(given.map((one) => [`${one.name}:${one.value.toLowerCase()}`, one]));
  if (different.size > mostOperators) {
    throw problem(unknownOperator, ({ search }) => search.tooMany(mostOperators));
  }
  return [...different.values()].map((operator) => {
    const about = Object.hasOwn(operators, operator.name) ? operators[operator.name] : undefined;
    if (!about) throw refuseOperator(operator);
    const condition = about.read(services, operator.value.toLowerCase());
    if (!condition) throw refuseOperator(operator, about.takes);
    return condition;
  });
}
