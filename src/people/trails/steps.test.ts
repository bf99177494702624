import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toAnswerReason } from './reasons.ts';
import { readStep, type Step, stepFields } from './steps.ts';

const canary = 'canary correct horse battery';

describe('what may be said of a step', () => {
  test('V16.2.5 nothing but its own fields is kept, whatever comes along', () => {
    const hostile = {
      code: 'password-verified',
      m: 19_456,
      t: 2,
      p: 1,
      wraps: 'nothing',
      match: true,
      password: canary,
      length: canary.length,
      __proto__: { token: canary },
    };
    expect(readStep(hostile)).toEqual({
      code: 'password-verified',
      m: 19_456,
      t: 2,
      p: 1,
      wraps: 'nothing',
      match: true,
    });
  });

  test.each<[string, unknown]>([
    ['an address that is none', { code: 'received', format: 'json', address: canary }],
    ['a format that is none', { code: 'received', format: canary, address: '127.0.0.1' }],
    ['a number that is a text', { code: 'hash-queued', ahead: canary }],
    ['a number that is not whole', { code: 'hash-queued', ahead: 0.5 }],
    ['a problem in free words', { code: 'refused', problem: canary }],
    ['an unknown code', { code: canary }],
    ['a code of every object', { code: 'toString' }],
    ['a field that is missing', { code: 'device-checked' }],
    ['a field that is inherited', Object.assign(Object.create({ known: true }), { code: 'device-checked' })],
    ['a text', canary],
    ['nothing', null],
  ])('a step with %s is none', (_, step) => {
    expect(readStep(step)).toBeUndefined();
  });

  test('an optional field that holds something else is left out', () => {
    const step = { code: 'factor-answered', factor: 'totp', ok: false, reason: canary, lateSeconds: '90' };
    expect(readStep(step)).toEqual({ code: 'factor-answered', factor: 'totp', ok: false });
  });

  test('of a list only what is known stays', () => {
    const step = { code: 'second-factor-asked', factors: ['totp', canary, 'passkey'] };
    expect(readStep(step)).toEqual({ code: 'second-factor-asked', factors: ['passkey', 'totp'] });
  });

  test('no text of a client gets through any field of any step', () => {
    const text = fc.string({ minLength: 1 }).map((typed) => `canary ${typed}`);
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(stepFields)), text, (code, typed) => {
        const fields = stepFields[code as Step['code']];
        const hostile = Object.fromEntries(Object.keys(fields).map((name) => [name, typed]));
        const listed = Object.fromEntries(Object.keys(fields).map((name) => [name, [typed]]));
        for (const step of [hostile, listed]) {
          const read = readStep({ ...step, code, more: typed });
          expect(JSON.stringify(read) ?? '').not.toContain('canary');
        }
      }),
    );
  });

  test('what was kept is read again as it was', () => {
    const step: Step = { code: 'session-opened', aal: 2, amr: ['pwd', 'otp'] };
    expect(readStep(JSON.parse(JSON.stringify(step)))).toEqual(step);
  });
});

test('a reason that no trail knows is "other"', () => {
  expect([toAnswerReason('outside-window'), toAnswerReason(canary)]).toEqual(['outside-window', 'other']);
});
