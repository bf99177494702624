import { expect, test } from 'vitest';
import { createDecoys, parametersOf } from './decoy.ts';

const [present, old, rare] = [
  '$argon2id$v=19$m=19456,t=2,p=1$',
  '$argon2id$v=19$m=8,t=1,p=1$',
  '$argon2id$v=19$m=64,t=3,p=2$',
];
const names = Array.from({ length: 4000 }, (_, at) => `name-${at}`);

function decoysOf(counts: Record<string, number> = {}, key = 'a key of the tests') {
  const decoys = createDecoys(key, present);
  decoys.learn(new Map(Object.entries(counts)));
  return (name: string) => parametersOf(decoys.hashFor(name));
}

test('before anything is known, and where nobody has an account, all names get the present parameters', () => {
  const fresh = createDecoys('', present);
  for (const name of names.slice(0, 50)) {
    expect(fresh.hashFor(name)).toBe(`${present}${'A'.repeat(22)}$${'A'.repeat(43)}`);
    expect(decoysOf()(name)).toBe(present);
  }
});

test('V6.3.8 names that nobody has get each set as often as accounts have it, and always the same', () => {
  const parameters = decoysOf({ [present]: 60, [old]: 30, [rare]: 10 });
  const drawn = names.map(parameters);
  const share = (set: string) => drawn.filter((one) => one === set).length / names.length;
  expect(share(present)).toBeCloseTo(0.6, 1);
  expect(share(old)).toBeCloseTo(0.3, 1);
  expect(share(rare)).toBeCloseTo(0.1, 1);
  expect(names.map(parameters)).toEqual(drawn);
  expect(names.map(decoysOf({ [present]: 60, [old]: 30, [rare]: 10 }, 'another key'))).not.toEqual(drawn);
});

test('as accounts move on to the present parameters, names do, and none goes back', () => {
  const [before, after] = [decoysOf({ [old]: 70, [present]: 30 }), decoysOf({ [old]: 20, [present]: 80 })];
  const moves = new Set(names.map((name) => `${before(name) === present} ${after(name) === present}`));
  expect(moves).toEqual(new Set(['true true', 'false true', 'false false']));
});

test('a hash that is damaged has no parameters', () => {
  expect(parametersOf(`${old}salt$hash`)).toBe(old);
  for (const phc of ['', 'x', '$argon2i$v=19$m=8,t=1,p=1$a$b', old.slice(0, -1)]) {
    expect(parametersOf(phc)).toBeUndefined();
  }
});
