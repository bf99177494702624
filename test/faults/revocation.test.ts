import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { makeRevocationReference } from '../../scripts/generate/revocation.ts';
import { type Addable, addableFactors } from '../../src/factors/index.ts';
import { type AppAt, appAt, useApp } from '../support/app-at-two.ts';
import { goodPassword, otherPassword } from '../support/names.ts';
import { addFactor, logIn, type Person, register } from '../support/person.ts';
import { type Answer, eachTwoServers, type TwoServers, type Visitor } from '../support/two-servers.ts';
import {
  type ActOnFactor,
  type ByAdmin,
  doByAdmin,
  doing,
  doingWith,
  type Names,
} from './revocation-acts.ts';
import { ways } from './revocation-holdings.ts';
import { type Act, acts, type Cell, type Held, held, matrix } from './revocation-table.ts';

/** Acts that end one session, and of which kind it is. */
const endedBy: Partial<Record<Act, 'cookie' | 'bearer'>> = { endsOne: 'cookie', endsProgram: 'bearer' };

/** An app whose tokens are refreshed, and whose they are. */
interface Refreshing {
  readonly own: Visitor;
  readonly app: AppAt;
  readonly tokens: readonly string[];
}

/** Somebody and what they do. */
interface Doing {
  person(): Promise<Person>;
  act(person: Person, names: Names): Promise<Answer>;
  readonly ends?: 'cookie' | 'bearer' | undefined;
}

/** What becomes of something that is held when the act is done: asked at both servers at once after the answer. */
async function fateOf({ person: make, act, ends }: Doing, kind: Held): Promise<string> {
  const person = await make();
  const { hold, good, over, once } = ways[kind];
  const names: Names = {};
  if (ends !== undefined) names[ends] = (await logIn(person, ends)).sessionId;
  const { name, session, use } = await hold(person);
  if (session !== undefined) names.cookie = session;
  if (name !== undefined) names[kind] = name;
  const done = await act(person, names);
  expect(done.status, JSON.stringify(done.body)).toBeLessThan(300);
  const statuses = (await Promise.all([use(0), use(1)])).map(({ status }) => status).toSorted();
  if (statuses.every((status) => status === over)) return 'dies';
  const isAlive = once
    ? statuses[0] === good && isRefusal(statuses[1])
    : statuses.every((status) => status === good);
  return isAlive ? 'lives' : statuses.join(' and ');
}

/** Does what a row of the table is about, and holds what became of everything to the row. */
async function expectRow(act: Act, done: Doing): Promise<void> {
  const asked = kinds.filter((kind) => wordOf(matrix[act][kind]) !== 'none');
  const fates = await Promise.all(asked.map(async (kind) => [kind, await fateOf(done, kind)] as const));
  const expected = asked.map((kind) => [kind, wordOf(matrix[act][kind])] as const);
  expect(Object.fromEntries(fates)).toEqual(Object.fromEntries(expected));
}

/** Somebody who has the factor. */
async function holderOf(two: TwoServers, factor: Addable): Promise<Person> {
  const person = await register(two, { isProtected: false });
  const { status, body } = await addFactor(person, factor);
  expect(status, JSON.stringify(body)).toBeLessThan(300);
  return person;
}

const isRefusal = (status = 0) => status >= 400 && status < 500;

const kinds = Object.keys(held) as Held[];
const wordOf = (cell: Cell) => cell.split(':', 1)[0];

const settings = { LATCHKEY_LIMITS_CHALLENGE_AFTER: '100', LATCHKEY_LOGIN_EMAIL_CODE: 'true' };

eachTwoServers('what is over, at once and in both of two processes, when somebody', settings, (two) => {
  const tried = new Set<Act>();

  test.each<[string, Exclude<Act, ActOnFactor | ByAdmin>]>([
    ['V7.4.1 logs out', 'logsOut'],
    ['V7.4.1 V7.5.2 ends a session in another browser', 'endsOne'],
    ["V7.4.1 V7.5.2 ends a program's session", 'endsProgram'],
    ['V7.4.1 V7.5.2 ends all other sessions', 'endsAll'],
    ['V7.2.4 proves again who they are', 'provesAgain'],
    ['V7.4.3 changes the password', 'changesPassword'],
    ['V7.4.3 chooses a new password in the middle of a login', 'choosesPassword'],
    ['V7.4.3 recovers the account', 'recovers'],
    ['V7.4.3 removes one of two second factors', 'removesPasskey'],
    ['confirms a new address', 'changesAddress'],
    ['removes the address', 'removesAddress'],
    ['V7.4.2 deletes the account', 'deletesAccount'],
  ])('%s', async (_title, act) => {
    tried.add(act);
    const ends = endedBy[act];
    await expectRow(act, { person: () => register(two), act: doing[act], ends });
  });

  test.each<[string, ByAdmin]>([
    ['becomes an administrator', 'becomesAdministrator'],
    ['V7.4.5 is signed out everywhere by an admin', 'isSignedOut'],
    ['V7.4.2 is disabled by an admin', 'isDisabled'],
    ['V7.4.2 is deleted by an admin, with a grace', 'isDeleted'],
    ['is asked for a new password by an admin', 'isAskedForPassword'],
    ['gets another username from an admin', 'isRenamed'],
    ['gets another address from an admin', 'isGivenAddress'],
    ['is looked at by an admin who signs in as them', 'isLookedAt'],
  ])('%s', async (_title, act) => {
    tried.add(act);
    await expectRow(act, { person: () => register(two), act: (person) => doByAdmin(person, act) });
  });

  describe.each(addableFactors)('with a second factor ($name)', (factor) => {
    test('V7.4.3 turns it on', async () => {
      const act = (person: Person) => doingWith.addsFactor(person, factor);
      await expectRow('addsFactor', { person: () => register(two, { isProtected: false }), act });
      tried.add('addsFactor');
      // Whichever factor it is, it ends the same.
      expect(matrix.addsPasskey).toEqual(matrix.addsFactor);
      tried.add('addsPasskey');
    });

    test.each<[string, 'removesFactor' | 'losesFactors']>([
      ['V7.4.3 removes it, the last one', 'removesFactor'],
      ['V7.4.3 has lost it, and the operator removes it', 'losesFactors'],
    ])('%s', async (_title, act) => {
      tried.add(act);
      await expectRow(act, {
        person: () => holderOf(two, factor),
        act: (person) => doingWith[act](person, factor),
      });
    });
  });

  test.each<[string, (held: Refreshing) => Promise<{ status: number }>]>([
    ['the person withdraws it', ({ own, app }) => own.send(1, 'DELETE', `/api/me/apps/${app.added.app.id}`)],
    [
      'the app gives one of its tokens back',
      ({ app, tokens: [token = ''] }) => app.post(1, '/oauth/revoke', { token }),
    ],
    [
      'the password changes',
      ({ own }) => {
        const passwords = { currentPassword: goodPassword, newPassword: otherPassword };
        return own.send(1, 'POST', '/api/me/password', passwords);
      },
    ],
  ])('refreshes tokens at both while %s: none that comes of it lives', async (_title, act) => {
    const { own } = await register(two, { isProtected: false });
    const app = await appAt(two);
    const tokens: string[] = [];
    // One grant for all that one session allows one app.
    for (let at = 0; at < 6; at++) {
      const { redeem } = await useApp(two, own, {}, app);
      tokens.push((await redeem(at)).body.refresh_token ?? '');
    }
    const refresh = (at: number, token = '') =>
      app.post(at, '/oauth/token', { grant_type: 'refresh_token', refresh_token: token });
    const halves = [tokens.slice(0, 3), tokens.slice(3)];
    const first = halves[0]?.map((token, at) => refresh(at, token)) ?? [];
    const acting = act({ own, app, tokens: tokens.slice(3) });
    const second = halves[1]?.map((token, at) => refresh(at, token)) ?? [];
    const answers = await Promise.all([...first, ...second]);
    expect((await acting).status).toBeLessThan(300);
    for (const { status } of answers) expect([200, 400]).toContain(status);
    for (const [at, { body }] of answers.entries()) {
      if (body.access_token === undefined) continue;
      expect((await app.userinfo(at, body.access_token)).status).toBe(401);
      expect((await refresh(at + 1, body.refresh_token)).body.error).toBe('invalid_grant');
    }
  });

  test('or does anything else of the table', () => {
    expect([...tried].toSorted()).toEqual(Object.keys(acts).toSorted());
  });
});

test('docs/reference/revocation.md is fresh (if not: npm run generate)', () => {
  expect(readFileSync('docs/reference/revocation.md', 'utf8')).toBe(makeRevocationReference());
});
