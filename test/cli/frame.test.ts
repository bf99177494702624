import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { play } from './transcript.ts';

const program = fileURLToPath(new URL('../../bin/latchkey.js', import.meta.url));

test('help', () => {
  play(`
    $ latchkey --help
    Usage: latchkey <command> [options]

    A login server for any frontend.
    ⋮
    Commands:
    dev… Start a development server
    serve… Start a production server
    ⋮
    $ latchkey help serve
    Usage: latchkey serve [options]
    ⋮
    Examples:
    ⋮
  `);
});

test('version', () => {
  play(`
    $ latchkey version
    latchkey 0.1.0 (node …, …)
    $ latchkey --version
    0.1.0
  `);
});

test('used wrongly', () => {
  play(`
    $ latchkey
    ! Usage: latchkey <command> [options]
    ⋮
    exit 2
    $ latchkey servr
    ! Unknown command 'servr'
    ! (Did you mean serve?)
    ! Run "latchkey --help" for usage.
    exit 2
    $ latchkey serve --prot 80
    ! Unknown option '--prot'
    ! (Did you mean --port?)
    ! Run "latchkey serve --help" for usage.
    exit 2
    $ latchkey dev --port many
    ! --port must be a whole number from 0 to 65535, not "many".
    ! Run "latchkey dev --help" for usage.
    exit 2
  `);
});

describe('a Node that is too old', () => {
  const pretend = "Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.20.2'}})";
  const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(pretend)}` };

  test('in a clone is answered with what uses the Node that the clone brings', () => {
    play(
      `
      $ latchkey version
      ! Latchkey requires Node.js 24 or later, but this is 20.20.2.
      ! In your clone, run "npm start", or "npx latchkey" for other commands. They use the Node.js that comes with it.
      exit 1
    `,
      { env },
    );
  });

  test.each([
    [
      'in a clone where nothing is installed yet',
      ['package-lock.json'],
      /"npm ci && npm start", or "npm ci && npx latchkey" /,
    ],
    ['in a package', [], /^Install a newer version from https:\/\/nodejs\.org\.$/],
  ])('%s is answered with what helps there', (_, files, fix) => {
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-old-node-'));
    try {
      mkdirSync(join(folder, 'bin'));
      writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
      for (const file of files) writeFileSync(join(folder, file), '');
      const bin = join(folder, 'bin', 'latchkey.js');
      copyFileSync(program, bin);
      const { status, stderr } = spawnSync(process.execPath, [bin, 'version'], { env, encoding: 'utf8' });
      const [cause, advice] = stderr.split('\n');
      expect([status, cause]).toEqual([1, 'Latchkey requires Node.js 24 or later, but this is 20.20.2.']);
      expect(advice).toMatch(fix);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
