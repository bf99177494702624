import { readTsx } from '../render-pages/tsx.ts';
import type { Numbers, Proof } from './proof.ts';

/** In milliseconds of processor time. */
const mostMs = 50;

/** What is compared with a tenth of the people, where the claim is about it. */
const mostGrowth = 1.5;
const mostOfLatePage = 1.2;

/** Shorter differences are those of what else the machine does, in milliseconds; going through half of a list takes 40. */
const noise = 0.5;

const full = 1_000_000;

export const searchProof: Proof = {
  name: 'search',
  claim:
    'Each step of the search among 1,000,000 people takes at most 50 ms of processor time (SQLite: the 99th percentile; PostgreSQL: the mean of 200), on average at most 1.5 times as much as among 100,000, and page 10,000 of a list at most 1.2 times as much as page 1.',
  unit: 'accounts',
  sizes: { full, smallest: 2000 },
  async run({ size, keep, say }) {
    // The factors bring their pages along.
    readTsx();
    const { measureSearch } = await import('./measure-search.ts');
    const numbers: Record<string, number> = {};
    for (const people of [size / 10, size]) {
      const found = await measureSearch(people, { rounds: size === full ? 200 : 20, keep, say });
      const suffix = people === size ? '' : 'OfATenth';
      for (const [name, value] of Object.entries(found)) numbers[name + suffix] = value;
    }
    require(numbers, size);
    return numbers;
  },
};

function require(numbers: Numbers, size: number): void {
  for (const [name, value] of Object.entries(numbers)) {
    if (/(P99|postgres\w+Mean)Ms$/.test(name) && value > mostMs) throw new Error(`${name} is ${value}.`);
    const before = numbers[`${name}OfATenth`];
    const isStep = name.endsWith('MeanMs') && !/Bare|Page/.test(name);
    const isGrown = isStep && before !== undefined && value > before * mostGrowth + noise;
    if (size === full && isGrown) throw new Error(`${name} is ${value}, and ${before} among a tenth.`);
  }
  if (size !== full) return;
  for (const list of ['Page', 'NamesPage', 'LoginsPage'].flatMap((one) => [
    `sqlite${one}`,
    `postgres${one}`,
  ])) {
    const meanOf = (page: number) => numbers[`${list}${page}MeanMs`] ?? Number.NaN;
    const early = Math.min(meanOf(1), meanOf(2));
    if (!(meanOf(10_000) <= early * mostOfLatePage + noise)) {
      throw new Error(`${list}10000 takes ${meanOf(10_000)} ms, and page 1 or 2 ${early} ms.`);
    }
  }
}
