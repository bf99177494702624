import { test } from 'vitest';
import { play } from './transcript.ts';

test('an operator lists the keys of an account, and revokes one that was found', { timeout: 60_000 }, () => {
  play(
    `
    $ latchkey migrate
    ⋮
    $ latchkey accounts create ada
    ⋮
    $ latchkey accounts keys ada
    ada has no access keys.
    $ latchkey accounts keys ada --json
    $ latchkey accounts keys grace
    ! No account named "grace" in …
    ! Run "latchkey accounts list --search TEXT" …
    exit 1
    $ latchkey leaked lkp_00000000000000000000000000000000000000000000000000
    ! This server has no such access key.
    ! Check that the whole key was given. It may have been revoked already, or belong to another server.
    exit 1
    $ latchkey leaked
    ! Missing required argument 'key'
    ! Run "latchkey leaked --help" for usage.
    exit 2
    `,
    { env: { LATCHKEY_PUBLIC_URL: 'https://login.example.com' } },
  );
});
