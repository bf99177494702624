import { expect, test } from 'vitest';
import { fakeClock } from '../../../test/support/clock.ts';
import { recordPart } from './recorder.ts';
import type { EndedPart } from './trail.ts';

function record() {
  let time = 100;
  const parts: EndedPart[] = [];
  const missed: string[] = [];
  const trail = recordPart({
    id: 'att_000000000000',
    isFirst: true,
    kind: 'login',
    received: { format: 'json', address: '127.0.0.1' },
    clock: fakeClock(7000),
    elapsed: () => time,
    isProblem: (code) => code === 'invalid-credentials',
    troubleOf: (error) => (error === 'full' ? 'full' : undefined),
    keep: (part) => parts.push(part) > 0,
    keepMissed: (name, address) => missed.push(`${name} ${address}`),
  });
  return { trail, parts, missed, wait: (milliseconds: number) => (time += milliseconds) };
}

test('a part holds its steps in their order, each with its time to a tenth of a millisecond', () => {
  const { trail, parts, wait } = record();
  wait(0.26);
  trail.note({ code: 'account-looked-up', by: 'username', found: true });
  trail.account('a');
  wait(21.04);
  trail.note({ code: 'password-verified', m: 8, t: 1, p: 1, wraps: 'nothing', match: true });
  trail.end('done');
  expect(parts).toEqual([
    {
      id: expect.any(String),
      trailId: 'att_000000000000',
      isFirst: true,
      kind: 'login',
      accountId: 'a',
      at: 7000,
      outcome: 'done',
      steps: [
        { code: 'received', format: 'json', address: '127.0.0.1', ms: 0 },
        { code: 'account-looked-up', by: 'username', found: true, ms: 0.3 },
        { code: 'password-verified', m: 8, t: 1, p: 1, wraps: 'nothing', match: true, ms: 21 },
      ],
    },
  ]);
});

test('a part ends once, and takes nothing down after that', () => {
  const { trail, parts } = record();
  trail.end('refused');
  trail.note({ code: 'password-weak' });
  trail.end('done');
  expect(parts.map(({ outcome, steps }) => [outcome, steps.length])).toEqual([['refused', 1]]);
});

test('only a refusal that there is can be noted', () => {
  const { trail, parts } = record();
  trail.note({ code: 'refused', problem: 'swordfish' });
  trail.note({ code: 'refused', problem: 'invalid-credentials' });
  trail.end('refused');
  expect(parts[0]?.steps.map((step) => step.code === 'refused' && step.problem)).toEqual([
    false,
    'invalid-credentials',
  ]);
});

test('an error that nobody expected is noted as what ails the database, where that is known', () => {
  const { trail, parts } = record();
  trail.noteError('full');
  trail.noteError(new Error('canary'));
  trail.end('failed');
  expect(parts[0]?.steps.slice(1)).toMatchObject([
    { code: 'database-trouble', trouble: 'full' },
    { code: 'unexpected-error' },
  ]);
  expect(JSON.stringify(parts)).not.toContain('canary');
});

test('beyond sixty steps the others are counted alone', () => {
  const { trail, parts } = record();
  for (let step = 0; step < 100; step += 1) trail.note({ code: 'hash-queued', ahead: step });
  trail.end('done');
  expect(parts[0]?.steps).toHaveLength(61);
  expect(parts[0]?.steps.at(-1)).toEqual({ code: 'steps-left-out', count: 41, ms: 0 });
});

test('a name that nobody has is handed on after the end, and is nowhere in the part', () => {
  const { trail, parts, missed } = record();
  trail.missed('canary');
  expect(missed).toEqual([]);
  trail.end('refused');
  expect(missed).toEqual(['canary 127.0.0.1']);
  expect(JSON.stringify(parts)).not.toContain('canary');
});

test('of a name that somebody has, and of what was dropped, nothing is handed on', () => {
  const known = record();
  known.trail.missed(undefined);
  known.trail.end('refused');
  const dropped = record();
  dropped.trail.missed('canary');
  dropped.trail.drop();
  dropped.trail.end('refused');
  expect([...known.missed, ...dropped.missed]).toEqual([]);
});
