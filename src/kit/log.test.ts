import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { createLogger, untorn } from './log.ts';

function logOf(format: 'json' | 'pretty', level = 'info') {
  const lines: string[] = [];
  return { lines, log: createLogger({ level, format, write: (line) => lines.push(line) }) };
}

const request = { requestId: 'abc-1', method: 'GET', path: '/x', status: 200, ms: 1.5, address: '127.0.0.1' };

describe('the log', () => {
  test('V16.2.4 as JSON: one object a line, the time in UTC, nothing of the machine', () => {
    const { lines, log } = logOf('json');
    log.info(request);
    expect(JSON.parse(lines[0] ?? '')).toEqual({ level: 30, time: expect.stringMatching(/Z$/), ...request });
  });

  test('for people: a short line', () => {
    const { lines, log } = logOf('pretty');
    log.info(request);
    expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d {2}GET \/x 200 {2}1\.5 ms {2}abc-1\n$/);
    log.error({ err: new Error('broken') }, 'internal');
    expect(lines[1]).toMatch(/error: internal\nError: broken/);
  });

  test('leaves out what is under its level', () => {
    const { lines, log } = logOf('json', 'warn');
    log.info(request);
    log.warn('this');
    expect(lines).toHaveLength(1);
  });

  test('V16.4.1 V1.3.10 keeps what breaks lines or formats as it is, in its line', () => {
    const { lines, log } = logOf('json');
    log.info({ path: '/a\n{"level":60}\u001b[31m %s %d' });
    expect(lines).toHaveLength(1);
    expect(lines[0]?.indexOf('\n')).toBe((lines[0]?.length ?? 0) - 1);
    expect(JSON.parse(lines[0] ?? '').path).toBe('/a\n{"level":60}\u001b[31m %s %d');
  });

  test('of several processes has no line that a pipe could tear', () => {
    const short = `${JSON.stringify({ msg: 'short' })}\n`;
    expect(untorn(short)).toBe(short);
    const stack = `Error: brök\n${'    at somewhere (file.ts:1:2)\n'.repeat(500)}`;
    const line = untorn(
      `${JSON.stringify({ level: 50, err: { message: 'brök', stack }, msg: 'internal' })}\n`,
    );
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(4096);
    expect(line.indexOf('\n')).toBe(line.length - 1);
    expect(JSON.parse(line)).toMatchObject({ level: 50, err: { message: 'brök' }, msg: 'internal' });
    expect(JSON.parse(line).err.stack).toMatch(/^Error: brök\n {4}at somewhere/);
  });
});

test.each(['process.exit(0)', 'throw new Error("broken")', ''])(
  'no line is lost, and none out of its order, when a process ends by %j',
  (end) => {
    const program = `
      import { createLogger } from '${new URL('./log.ts', import.meta.url)}';
      const log = createLogger({ level: 'info', format: 'json' });
      for (let count = 0; count < 3000; count++) log.info({ count });
      ${end}`;
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
      encoding: 'utf8',
      maxBuffer: 10_000_000,
    });
    const counts = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).count);
    expect(counts).toEqual(Array.from({ length: 3000 }, (_, count) => count));
  },
);
