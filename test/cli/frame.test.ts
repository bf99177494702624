import { test } from 'vitest';
import { play } from './transcript.ts';

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

test('a Node that is too old', () => {
  const pretend = "Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.20.2'}})";
  play(
    `
    $ latchkey version
    ! Latchkey requires Node.js 24 or later, but this is 20.20.2.
    ! Install it from https://nodejs.org, or use "npm start", which includes it.
    exit 1
  `,
    { env: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(pretend)}` } },
  );
});
