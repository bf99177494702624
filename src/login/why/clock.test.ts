import { expect, test } from 'vitest';
import { eachDatabase } from '../../../test/support/databases.ts';
import { systemClock } from '../../kit/clock.ts';
import { clockAhead } from '../../kit/db/index.ts';
import { hours, minutes } from '../../kit/duration.ts';
import { createLogger } from '../../kit/log.ts';
import type { GivenAnswer } from '../../people/trails/index.ts';
import { warnOfClocks } from '../../start/warn-of-clocks.ts';
import { english } from '../../words.ts';
import { type ClockDoubt, ofBrowser, ofDatabase, ofPeople } from './clock.ts';

const at = Date.UTC(2026, 0, 31, 12);
const last = { id: '1', trailId: 'a', kind: 'login', accountId: 'ada', at, outcome: 'refused' } as const;
const off = (lateSeconds: number) =>
  ({ code: 'factor-answered', factor: 'totp', ok: false, reason: 'outside-window', lateSeconds }) as const;

const by = (accountId: string, lateSeconds: number, time = at): GivenAnswer => ({
  accountId,
  at: time,
  answer: off(lateSeconds),
});

const right = (accountId: string): GivenAnswer => ({
  accountId,
  at,
  answer: { code: 'factor-answered', factor: 'totp', ok: true },
});

const doubt = (...given: GivenAnswer[]) =>
  ofPeople([by('ada', 120), ...given], { ...last, steps: [] }, off(120));

test.each<[string, GivenAnswer[], number | undefined]>([
  ['nobody else', [], undefined],
  ['one more who is off by as much', [by('bert', 120)], 2],
  ['one more by about as much', [by('bert', 150)], 2],
  ['one more by something else', [by('bert', 300)], undefined],
  ['one more the other way', [by('bert', -120)], undefined],
  ['the same person twice', [by('ada', 120)], undefined],
  ['one of yesterday', [by('bert', 120, at - hours(24))], undefined],
  ['one more, and one who is right', [by('bert', 120), right('carl')], 2],
  ['one more, and two who are right', [by('bert', 120), right('carl'), right('dora')], undefined],
  ['two more', [by('bert', 120), by('carl', 90)], 3],
])('with %s', (_who, given, people) => {
  expect(doubt(...given)).toEqual(people && { by: 'people', people, lateSeconds: 120 });
});

test.each<[string, number | undefined, GivenAnswer[], number | undefined]>([
  ['that says no time', undefined, [], undefined],
  ['that is a little ahead', 50, [], undefined],
  ['that is ahead', 7200, [], 7200],
  ['that is behind', -7200, [], -7200],
  ['that is ahead, and a code of somebody else was right', 7200, [right('bert')], undefined],
  ['that is ahead, and an earlier code of theirs was right', 7200, [right('ada')], 7200],
  ['that is ahead, and somebody was right yesterday', 7200, [{ ...right('bert'), at: at - hours(24) }], 7200],
])('a browser %s', (_what, browserAheadSeconds, given, seconds) => {
  const answer = { ...off(0), reason: 'wrong', ...(browserAheadSeconds && { browserAheadSeconds }) } as const;
  expect(ofBrowser(given, { ...last, steps: [] }, answer)).toEqual(seconds && { by: 'browser', seconds });
});

test.each<[number, number | undefined]>([
  [0, undefined],
  [minutes(1), undefined],
  [minutes(2), 120],
  [-hours(1), -3600],
])('a database that is %i ms ahead', (ahead, seconds) => {
  expect(ofDatabase(ahead)).toEqual(seconds && { by: 'database', seconds });
});

test.each<[ClockDoubt, string]>([
  [{ by: 'database', seconds: 120 }, "it's 2 min behind the clock of the database's server"],
  [{ by: 'database', seconds: -3600 }, "it's 60 min ahead of the clock of the database's server"],
  [
    { by: 'browser', seconds: 7200 },
    "it's 2 h behind the clock of the person's browser, and the code is correct by that one",
  ],
  [{ by: 'people', people: 2, lateSeconds: 120 }, 'the codes of 2 people are 2 min late by it'],
  [{ by: 'later', seconds: 90 }, 'it was 90 s later here before, so it was set back'],
])('is said as %j', (given, said) => {
  expect(english.why.serverClock(given).because).toBe(`this server's clock is probably wrong: ${said}`);
});

eachDatabase('the clock of the database', (make) => {
  test('is that of this machine in a test, and is looked at once an hour', async () => {
    const { db } = await make();
    expect(Math.abs(await clockAhead(db, systemClock))).toBeLessThan(1000);
    const lines: string[] = [];
    const log = createLogger({ level: 'warn', format: 'json', write: (line) => lines.push(line) });
    for (let look = 0; look < 3; look++) await warnOfClocks({ db, log }, async () => -hours(1));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain("This server's clock is 3600 s ahead of that of the database's server.");
  });

  test('on PostgreSQL it tells by how much another clock is off', async () => {
    const { db } = await make();
    const ahead = await clockAhead(db, () => systemClock() - minutes(5));
    const expected = make.dialect === 'sqlite' ? 0 : minutes(5);
    expect(Math.abs(ahead - expected)).toBeLessThan(2000);
  });
});
