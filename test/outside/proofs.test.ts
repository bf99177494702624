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

interface Result {
  readonly proof: string;
  readonly commit: string;
  readonly date: string;
  readonly size: number;
  readonly parts?: Readonly<Record<string, string>>;
}

const folder = new URL('../../docs/reference/proofs/', import.meta.url);
const results = (existsSync(folder) ? readdirSync(folder) : []).map((file): [string, Result] => [
  file,
  JSON.parse(readFileSync(new URL(file, folder), 'utf8')),
]);

test('every result that is kept belongs to a proof, and names its commit, its date and its full size', () => {
  for (const [file, result] of results) {
    const proof = proofs.find(({ name }) => file.startsWith(`${name}.`));
    expect(result, file).toMatchObject({
      proof: proof?.name,
      size: result.parts ? Object.keys(result.parts).length : proof?.sizes.full,
      commit: expect.stringMatching(/^[0-9a-f]{40}$/),
      date: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    });
  }
});

test.each(proofs.filter(({ parts }) => parts !== undefined))(
  'whatever the proof $name tries one by one has a result, of what it is now',
  ({ name, parts }) => {
    const tried = results
      .filter(([, { proof }]) => proof === name)
      .flatMap(([, one]) => Object.entries(one.parts ?? {}));
    const known = new Set(tried.map(([part, hash]) => `${part} ${hash}`));
    const missing = Object.entries(parts?.('') ?? {}).filter(([part, hash]) => !known.has(`${part} ${hash}`));
    expect(
      missing.map(([part]) => part),
      `npm run prove -- ${name} --only PREFIX`,
    ).toEqual([]);
  },
);
