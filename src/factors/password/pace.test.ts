import { expect, test } from 'vitest';
import { createPace } from './pace.ts';

const [cheap, dear] = ['m=19456,t=2,p=1', 'm=65536,t=3,p=1'];
const calm: Record<string, number> = { [cheap]: 30, [dear]: 130 };

function pace(measure = async (parameters: string) => calm[parameters] ?? 0) {
  const asked: string[] = [];
  const made = createPace((parameters) => {
    asked.push(parameters);
    return measure(parameters);
  });
  return { ...made, asked };
}

test('the dearest kind decides, and each kind is measured once', async () => {
  const { dearest, asked } = pace();
  expect(await dearest([cheap, dear, cheap])).toBeCloseTo(130 * 1.05);
  expect(await dearest([dear])).toBeCloseTo(130 * 1.05);
  expect(await dearest([cheap])).toBeCloseTo(30 * 1.05);
  expect(new Set(asked).size).toBe(2);
  expect(asked).toHaveLength(6);
});

test('a run that was disturbed while it was measured does not count', async () => {
  const times = [400, 131, 900];
  const { dearest } = pace(async () => times.shift() ?? 130);
  expect(await dearest([dear])).toBeCloseTo(131 * 1.05);
});

test('under load all of it takes longer, and not for ever', async () => {
  const { dearest, note } = pace();
  await dearest([cheap, dear]);
  for (let n = 0; n < 15; n++) note(cheap, 60);
  expect(await dearest([cheap, dear])).toBeCloseTo(260 * 1.05);
  for (let n = 0; n < 40; n++) note(dear, 130);
  expect(await dearest([cheap, dear])).toBeCloseTo(130 * 1.05);
});

test('one run that was held up changes nothing', async () => {
  const { dearest, note } = pace();
  await dearest([cheap, dear]);
  for (let n = 0; n < 15; n++) note(cheap, n === 3 ? 5000 : 30);
  expect(await dearest([cheap, dear])).toBeCloseTo(130 * 1.05);
});

test('a long run that suffers more from the load than short ones is what counts', async () => {
  const { dearest, note } = pace();
  await dearest([cheap, dear]);
  for (let n = 0; n < 20; n++) {
    note(cheap, 33);
    if (n % 4 === 0) note(dear, 200);
  }
  expect(await dearest([cheap, dear])).toBeCloseTo(200 * 1.05);
});

test('a kind that could not be measured is measured the next time', async () => {
  let broken = true;
  const { dearest } = pace(async () => {
    if (broken) throw new Error('no room for it');
    return 130;
  });
  await expect(dearest([dear])).rejects.toThrow('no room');
  broken = false;
  expect(await dearest([dear])).toBeCloseTo(130 * 1.05);
});

test('nobody waits for longer than ten seconds', async () => {
  const { dearest } = pace(async () => 3_600_000);
  expect(await dearest([dear])).toBe(10_000);
});
