import { hash } from '@node-rs/argon2';
import { expect, test } from 'vitest';
import { isPhc, isUsablePhc } from './phc.ts';

const salt = 'c2FsdHNhbHRzYWx0c2E';
const output = 'aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g';
const phc = (parameters: string) => `$argon2id$v=19$${parameters}$${salt}$${output}`;

test('what the library writes can be verified', async () => {
  for (const options of [{}, { memoryCost: 65_536, timeCost: 3, parallelism: 4 }, { outputLen: 64 }]) {
    expect(isUsablePhc(await hash('password', options), 0)).toBe(true);
  }
});

test.each([
  ['another algorithm', phc('m=19456,t=2,p=1').replace('argon2id', 'argon2i')],
  ['an old version', phc('m=19456,t=2,p=1').replace('v=19', 'v=16')],
  ['too little memory for its lanes', phc('m=15,t=2,p=2')],
  ['no pass', phc('m=19456,t=0,p=1')],
  ['no lane', phc('m=19456,t=2,p=0')],
  ['an output with bits too many', phc('m=19456,t=2,p=1').replace(output, 'a'.repeat(43))],
  ['a salt with bits too many', phc('m=19456,t=2,p=1').replace(salt, `${salt.slice(0, -1)}B`)],
  ['a salt that is too short', phc('m=19456,t=2,p=1').replace(salt, 'YWE')],
  ['an output that is too short', phc('m=19456,t=2,p=1').replace(output, 'YWE')],
  ['nothing', ''],
  ['an MD5', '3af00c6cad11f7ab5db4467b66ce503e'],
])('%s can not', (_what, text) => {
  expect(isPhc(text)).toBe(false);
  expect(isUsablePhc(text, Number.POSITIVE_INFINITY)).toBe(false);
});

test.each([
  ['a gibibyte, twice', 'm=1048576,t=2,p=1', 2_097_152],
  ['four gibibytes, many times', 'm=4194304,t=1000,p=64', 4_194_304_000],
  ['a little memory, very often', 'm=19456,t=1000,p=1', 19_456_000],
])('%s can only where the server itself takes as much', (_what, parameters, work) => {
  expect(isPhc(phc(parameters))).toBe(true);
  expect(isUsablePhc(phc(parameters), 19_456 * 2)).toBe(false);
  expect(isUsablePhc(phc(parameters), work - 1)).toBe(false);
  expect(isUsablePhc(phc(parameters), work)).toBe(true);
});
