import { expect, test } from 'vitest';
import { type MustDo, nextStep, type Standing } from './next-step.ts';

const must = (...named: MustDo[]): Standing['must'] => ({
  'new-password': named.includes('new-password'),
  'verify-email': named.includes('verify-email'),
  'add-second-factor': named.includes('add-second-factor'),
});

const proved: Standing = {
  first: 'passkey',
  amr: ['pwd'],
  isMultiFactor: false,
  needsSecond: false,
  must: must(),
};

const newPassword = { kind: 'must-do', what: 'new-password' };
const addSecondFactor = { kind: 'must-do', what: 'add-second-factor' };
const verifyEmail = { kind: 'must-do', what: 'verify-email' };

test.each<[Partial<Standing>, object]>([
  [
    { amr: [], must: must('verify-email') },
    { kind: 'first-factor', factor: 'passkey' },
  ],
  [
    { amr: [], first: 'email-code', needsSecond: true },
    { kind: 'first-factor', factor: 'email-code' },
  ],
  [{ amr: ['email'], first: 'email-code', needsSecond: true }, { kind: 'second-factor' }],
  [
    { amr: ['email'], first: 'email-code' },
    { kind: 'open', proof: { amr: ['email'], aal: 1 } },
  ],
  [{ needsSecond: true, must: must('verify-email') }, { kind: 'second-factor' }],
  [{ must: must('new-password', 'verify-email') }, newPassword],
  [{ must: must('verify-email') }, verifyEmail],
  [{ amr: ['hwk'], isMultiFactor: true, must: must('new-password', 'verify-email') }, verifyEmail],
  [{ amr: ['pwd', 'otp'], needsSecond: true, must: must('verify-email') }, verifyEmail],
  [
    { amr: [], must: must('add-second-factor') },
    { kind: 'first-factor', factor: 'passkey' },
  ],
  [{ must: must('new-password', 'add-second-factor') }, newPassword],
  [{ must: must('verify-email', 'add-second-factor') }, verifyEmail],
  [{ must: must('add-second-factor') }, addSecondFactor],
  [{}, { kind: 'open', proof: { amr: ['pwd'], aal: 1 } }],
])('V2.3.1 V6.3.4 nothing is skipped, and what must be done comes after all proofs: %j', (more, step) => {
  expect(nextStep({ ...proved, ...more })).toEqual(step);
});
