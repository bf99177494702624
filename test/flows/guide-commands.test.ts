import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { blocksClaimedBy, claimOf, documents, isBlock, partsOf, placeOf } from '../support/guide/blocks.ts';
import { compareOutput } from '../support/guide/compare.ts';
import { givens } from '../support/guide/given.ts';
import { GuideMachine } from '../support/guide/machine.ts';
import { environmentOfTerminal, startLine } from '../support/started-line.ts';

const typed = documents.filter((document) => blocksClaimedBy('command', [document]).length > 0);

describe.each(typed)('%s', (document) => {
  let machine: GuideMachine;
  beforeAll(() => {
    machine = new GuideMachine();
    machine.setUp();
  });
  afterAll(() => machine?.remove());

  test('every command that it shows does what it says, and prints what it shows', {
    timeout: 120_000,
  }, async () => {
    let output: string | undefined;
    for (const part of partsOf(document)) {
      if (!isBlock(part)) {
        const given = givens[part.given];
        if (!given) throw new Error(`${document}: nobody knows how it comes that ${part.given}.`);
        await given(machine);
        continue;
      }
      const claim = claimOf(part);
      if (claim === 'file') machine.write(part.info.split(' ')[1] ?? '', part.text);
      if (claim === 'command') {
        const [, expected = '0'] = /exit (\d)/.exec(part.info) ?? [];
        const typing = machine.type(part.text);
        output = typing.output;
        expect(`exit ${typing.status}`, `${placeOf(part)}\n${output}`).toBe(`exit ${expected}`);
      } else if (part.info === 'text' && output !== undefined) {
        compareOutput(part, output, placeOf(part));
      } else output = undefined;
    }
  });
});

test('what the unit of the guide starts is ready, with the files that the guide puts beside it', async () => {
  const machine = new GuideMachine();
  machine.setUp();
  try {
    const [unit] = blocksClaimedBy('unit');
    const line = (key: string) =>
      new RegExp(`^${key}=(.*)$`, 'm').exec(machine.here(unit?.text ?? ''))?.[1] ?? '';
    const { mails, ...settings } = Object.fromEntries(
      readFileSync(line('EnvironmentFile'), 'utf8')
        .trim()
        .split('\n')
        .map((one) => one.split(/=(.*)/s)),
    ) as Record<string, string>;
    expect(mails).toBeUndefined();
    expect(line('User')).toBe('latchkey');
    expect(machine.place(`/var/lib/${line('StateDirectory')}`)).toBe(machine.place('/var/lib/latchkey'));
    const env = { ...environmentOfTerminal(), ...settings, LATCHKEY_PORT: '0' };
    const server = await startLine(line('ExecStart').split(' '), { cwd: line('WorkingDirectory'), env });
    try {
      expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    } finally {
      await server.end();
    }
  } finally {
    await machine.remove();
  }
});
