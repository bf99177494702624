import { test } from 'vitest';
import { play } from './transcript.ts';

const mailServer = {
  LATCHKEY_MAIL_URL: 'smtp://127.0.0.1:2525',
  LATCHKEY_MAIL_FROM: 'login@example.com',
};

test('an admin creates, closes, opens and renames accounts of others', { timeout: 120_000 }, () => {
  play(
    `
    $ latchkey migrate
    ⋮
    $ latchkey accounts create
    ! Give a username, an email address, or both.
    ! Run "latchkey accounts create --help" for usage.
    exit 2
    $ latchkey accounts create ada --email ada@example.com
    Created ada.
    An email to ada@example.com has a link to set a password at http://localhost:5000.
    $ latchkey accounts create grace --json
    {"id":"…","username":"grace","emailTo":null,"link":"http://localhost:5000/recover/complete#lnk_…","linkExpiresAt":"20…Z"}
    $ latchkey accounts disable ada
    ! Required option '--reason <text>' not specified
    ! Run "latchkey accounts disable --help" for usage.
    exit 2
    $ latchkey accounts disable ada --reason Spam
    Disabled ada. Nobody can sign in to it.
    No email was sent, because the account has no verified address.
    $ latchkey accounts show ada
    ada
    Can sign in: no, the account was disabled from the command line on 20… UTC. "latchkey accounts enable ada" opens it again.

    Account ID        …
    Disabled because  Spam
    ⋮
    Latest events
    20…  Account disabled by the admin  latchkey accounts
    20…  Account created by the admin   latchkey accounts

    All times are UTC.
    $ latchkey accounts ask-new-password ada --reason Leak
    ! "ada" is disabled or deleted, so a new password would open nothing.
    ! Enable or undelete it first. Nothing was changed.
    exit 1
    $ latchkey accounts ask-new-password grace --reason Leak
    The password of grace no longer works.
    No email reaches its owner. Give them this link, which works once and until 20… UTC:
    http://localhost:5000/recover/complete#lnk_…
    $ latchkey accounts rename grace hopper --reason Married
    Renamed grace to hopper.
    No email was sent, because the account has no verified address.
    $ latchkey accounts rename hopper ADA --reason Married
    ! The username "ADA" is already taken. Choose another.
    ! Nothing was changed.
    exit 1
    $ latchkey accounts change-email hopper hopper@example.com --reason Moved
    Sent a link to hopper@example.com. It becomes the address of hopper when the link is used.
    $ latchkey accounts change-email hopper hopper@example.org --proved --reason Moved
    The verified address of hopper is now hopper@example.org.
    $ latchkey accounts delete hopper@example.org --reason Asked
    Deleted hopper. It will be erased after 20… UTC. Until then, "latchkey accounts undelete hopper" restores it.
    An email about this goes to hopper@example.org, with links to http://localhost:5000.
    $ latchkey accounts undelete hopper --json
    {"username":"hopper","changed":true,"sessionsEnded":0,"emailTo":"hopper@example.org"}
  `,
    { env: mailServer },
  );
});
