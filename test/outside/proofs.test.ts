import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { proofs } from '../../scripts/prove/index.ts';

test.each(proofs.map((proof) => [proof.name, proof] as const))(
  'the proof %s holds at its smallest size',
  async (_name, { run, sizes }) => {
    const numbers = await run({ size: sizes.smallest, say: () => {} });
    expect(Object.keys(numbers)).not.toEqual([]);
    for (const [name, value] of Object.entries(numbers)) expect(value, name).toSatisfy(Number.isFinite);
  },
);

test('every result that is kept belongs to a proof, and names its commit, its date and its full size', () => {
  const folder = new URL('../../docs/reference/proofs/', import.meta.url);
  for (const file of existsSync(folder) ? readdirSync(folder) : []) {
    const result = JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
    const proof = proofs.find(({ name }) => `${name}.json` === file);
    expect(result, file).toMatchObject({
      proof: proof?.name,
      size: proof?.sizes.full,
      commit: expect.stringMatching(/^[0-9a-f]{40}$/),
      date: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    });
  }
});
