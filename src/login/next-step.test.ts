import { expect, test } from 'vitest';
import { nextStep, type Standing } from './next-step.ts';

const proved: Standing = {
  first: 'passkey',
  amr: ['pwd'],
  isMultiFactor: false,
  needsSecond: false,
  mustChoosePassword: false,
  mustVerifyEmail: false,
  mustAddSecondFactor: false,
};

const newPassword = { kind: 'must-do', what: 'new-password' };
const addSecondFactor = { kind: 'must-do', what: 'add-second-factor' };
const verifyEmail = { kind: 'must-do', what: 'verify-email' };

test.each<[Partial<Standing>, object]>([
  [
    { amr: [], mustVerifyEmail: true },
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
  [{ needsSecond: true, mustVerifyEmail: true }, { kind: 'second-factor' }],
  [{ mustChoosePassword: true, mustVerifyEmail: true }, newPassword],
  [{ mustVerifyEmail: true }, verifyEmail],
  [{ amr: ['hwk'], isMultiFactor: true, mustChoosePassword: true, mustVerifyEmail: true }, verifyEmail],
  [{ amr: ['pwd', 'otp'], needsSecond: true, mustVerifyEmail: true }, verifyEmail],
  [
    { amr: [], mustAddSecondFactor: true },
    { kind: 'first-factor', factor: 'passkey' },
  ],
  [{ mustChoosePassword: true, mustAddSecondFactor: true }, newPassword],
  [{ mustVerifyEmail: true, mustAddSecondFactor: true }, verifyEmail],
  [{ mustAddSecondFactor: true }, addSecondFactor],
  [{}, { kind: 'open', proof: { amr: ['pwd'], aal: 1 } }],
])('V2.3.1 V6.3.4 nothing is skipped, and what must be done comes after all proofs: %j', (more, step) => {
  expect(nextStep({ ...proved, ...more })).toEqual(step);
});
