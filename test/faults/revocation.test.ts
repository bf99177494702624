import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { makeRevocationReference } from '../../scripts/generate/revocation.ts';
import { logIn, register } from '../support/person.ts';
import { eachTwoServers, type TwoServers } from '../support/two-servers.ts';
import { doing, type Names } from './revocation-acts.ts';
import { ways } from './revocation-holdings.ts';
import { type Act, acts, type Cell, type Held, held, matrix } from './revocation-table.ts';

/** Acts that end one session, and of which kind it is. */
const endedBy: Partial<Record<Act, 'cookie' | 'bearer'>> = { endsOne: 'cookie', endsProgram: 'bearer' };

/** What becomes of something that is held when the act is done: asked at both servers at once after the answer. */
async function fateOf(two: TwoServers, act: Act, kind: Held): Promise<string> {
  const person = await register(two, { isProtected: act !== 'addsFactor' && act !== 'addsPasskey' });
  const { hold, good, over, once } = ways[kind];
  const names: Names = {};
  const ended = endedBy[act];
  if (ended !== undefined) names[ended] = (await logIn(person, ended)).sessionId;
  const { name, use } = await hold(person);
  if (name !== undefined) names[kind] = name;
  const done = await doing[act](person, names);
  expect(done.status, `${acts[act]}: ${JSON.stringify(done.body)}`).toBeLessThan(300);
  const statuses = (await Promise.all([use(0), use(1)])).map(({ status }) => status).toSorted();
  if (statuses.every((status) => status === over)) return 'dies';
  const isAlive = once
    ? statuses[0] === good && isRefusal(statuses[1])
    : statuses.every((status) => status === good);
  return isAlive ? 'lives' : statuses.join(' and ');
}

const isRefusal = (status = 0) => status >= 400 && status < 500;

const kinds = Object.keys(held) as Held[];
const wordOf = (cell: Cell) => cell.split(':', 1)[0];

const settings = { LATCHKEY_LIMITS_CHALLENGE_AFTER: '100', LATCHKEY_LOGIN_EMAIL_CODE: 'true' };

eachTwoServers('what is over, at once and in both of two processes, when somebody', settings, (two) => {
  const tried = new Set<Act>();

  test.each<[string, Act]>([
    ['V7.4.1 logs out', 'logsOut'],
    ['V7.4.1 V7.5.2 ends a session in another browser', 'endsOne'],
    ["V7.4.1 V7.5.2 ends a program's session", 'endsProgram'],
    ['V7.4.1 V7.5.2 ends all other sessions', 'endsAll'],
    ['V7.2.4 proves again who they are', 'provesAgain'],
    ['V7.4.3 changes the password', 'changesPassword'],
    ['V7.4.3 chooses a new password in the middle of a login', 'choosesPassword'],
    ['V7.4.3 recovers the account', 'recovers'],
    ['V7.4.3 turns on a second factor by an app', 'addsFactor'],
    ['V7.4.3 turns on a second factor by a passkey', 'addsPasskey'],
    ['V7.4.3 removes the last second factor', 'removesFactor'],
    ['V7.4.3 removes one of two second factors', 'removesPasskey'],
    ['V7.4.3 has lost the second factors, which the operator removes', 'losesFactors'],
    ['confirms a new address', 'changesAddress'],
    ['removes the address', 'removesAddress'],
    ['V7.4.2 deletes the account', 'deletesAccount'],
  ])('%s', async (_title, act) => {
    tried.add(act);
    const asked = kinds.filter((kind) => wordOf(matrix[act][kind]) !== 'none');
    const fates = await Promise.all(asked.map(async (kind) => [kind, await fateOf(two, act, kind)] as const));
    const expected = asked.map((kind) => [kind, wordOf(matrix[act][kind])] as const);
    expect(Object.fromEntries(fates)).toEqual(Object.fromEntries(expected));
  });

  test('or does anything else of the table', () => {
    expect([...tried].toSorted()).toEqual(Object.keys(acts).toSorted());
  });
});

test('docs/reference/revocation.md is fresh (if not: npm run generate)', () => {
  expect(readFileSync('docs/reference/revocation.md', 'utf8')).toBe(makeRevocationReference());
});
