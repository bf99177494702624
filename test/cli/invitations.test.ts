import { test } from 'vitest';
import { play } from './transcript.ts';

const env = {
  LATCHKEY_PUBLIC_URL: 'https://login.example.com',
  LATCHKEY_REGISTRATION_BLOCKED_DOMAINS: 'evil.test',
};

test('people are invited, listed and uninvited at the command line', { timeout: 60_000 }, () => {
  play(
    `
    $ latchkey migrate
    ⋮
    $ latchkey invitations list
    No invitations yet.
    $ latchkey accounts invite ada@example.com --note first
    Invited ada@example.com. The email links to https://login.example.com, and the invitation expires at … (UTC).
    Without mail.url, only a server in development mode shows the email, at /dev/mailbox.
    $ latchkey accounts invite ADA@Example.com
    Invited ADA@Example.com. The email links to https://login.example.com, and the invitation expires at … (UTC).
    The invitation that was sent before no longer works.
    Without mail.url, only a server in development mode shows the email, at /dev/mailbox.
    $ latchkey accounts invite ada@evil.test
    ! Email addresses at evil.test can't be used here. Use another one.
    ! Nothing was sent.
    exit 1
    $ LATCHKEY_REGISTRATION_MODE=closed latchkey accounts invite bob@example.com
    ! Sign-up is closed. Ask an admin if you need an account.
    ! Nothing was sent.
    exit 1
    $ latchkey invitations list
    ID … Email            State    Sent (UTC)        Expires (UTC)     Note
    …  ADA@Example.com  open     …
    …  ada@example.com  revoked  …  first

    2 invitations.
    $ latchkey invitations revoke ada@example.com
    Revoked the invitation of ADA@Example.com. Its link no longer works.
    $ latchkey invitations revoke ada@example.com
    ! No invitation of "ada@example.com" is open.
    ! Run "latchkey invitations list" to see what became of it.
    exit 1
    `,
    { env },
  );
});
