import { test } from 'vitest';
import { play } from './transcript.ts';

test('nothing is missing for development, an address for production', () => {
  play(`
    $ latchkey config check --mode development
    The configuration is complete.
    $ latchkey config check
    ! The configuration cannot be used:
    ! - publicUrl is missing: give the address that people open, such as LATCHKEY_PUBLIC_URL=https://login.example.com.
    exit 1
    $ LATCHKEY_PUBLIC_URL=http://localhost:5000 latchkey config check
    The configuration is complete.
    $ LATCHKEY_PUBLIC_URL=https://login.example.com LATCHKEY_TRUSTED_PROXIES= latchkey config check
    The configuration is complete.
  `);
});

test('all that is wrong is listed at once', () => {
  play(
    `
    $ LATCHKEY_DATABSE_URL=x LATCHKEY_HASH_MEMORY=1024 LATCHKEY_PUBLIC_URL=http://login.example.com latchkey config check
    ! The configuration cannot be used:
    ! - session.idel (file …latchkey.config.ts) means nothing to Latchkey: did you mean session.idle?
    ! - The variable LATCHKEY_DATABSE_URL means nothing to Latchkey: did you mean LATCHKEY_DATABASE_URL?
    ! - log.level (file …latchkey.config.ts) must be one of fatal, error, warn, info, debug, trace, silent, not 'loud'.
    ! - publicUrl (environment LATCHKEY_PUBLIC_URL) must be https: passwords and sessions would cross the network in the clear.
    ! - hash.memory (environment LATCHKEY_HASH_MEMORY) with hash.iterations makes too weak a hash: …
    exit 1
  `,
    {
      files: { 'latchkey.config.ts': "export default { session: { idel: '1h' }, log: { level: 'loud' } };" },
    },
  );
});

test.each(['ts', 'js'])('S10 a password that breaks the code of a file is not repeated: %s', (kind) => {
  play(
    `
    $ latchkey config check --mode development
    ! The configuration cannot be used:
    ! - …latchkey.config.${kind} cannot be read: it has a syntax error; "node --check …latchkey.config.${kind}" shows where.
    exit 1
  `,
    {
      files: { [`latchkey.config.${kind}`]: "export default { database: { url: 'postgres://u:it's@db' } };" },
    },
  );
});

test('S10 a password with raw characters is not repeated, by no command', () => {
  play(
    `
    $ LATCHKEY_DATABASE_URL=postgres://u:12/TheRest@127.0.0.1/db latchkey config check --mode development
    ! The configuration cannot be used:
    ! - database.url (environment LATCHKEY_DATABASE_URL) must be a PostgreSQL URL: postgres://user:password@host:5432/name; percent-encode special characters in the user name and password: / is %2F, # is %23, ? is %3F, % is %25, @ is %40, : is %3A, [ is %5B, ] is %5D.
    exit 1
    $ latchkey serve --database-url=postgres://u:12/TheRest@127.0.0.1/db
    ! Unknown option '--database-url'
    ! "latchkey serve --help" shows what can be done.
    exit 2
    $ latchkey accounts show postgres://u:TheRest@127.0.0.1/db --config postgres://u:TheRest@127.0.0.1/db
    ! The configuration cannot be used:
    ! - The flag --config must name a file, not a URL.
    exit 1
  `,
  );
});

test('a JSON Schema for the data is compiled, and what is wrong with it is told', () => {
  play(
    `
    $ LATCHKEY_DATA_SCHEMA=good.json latchkey config check --mode development
    The configuration is complete.
    $ LATCHKEY_DATA_SCHEMA=bad.json latchkey config check --mode development
    ! The configuration cannot be used:
    ! - data.schema (environment LATCHKEY_DATA_SCHEMA) is not a JSON Schema that can be used: schema is invalid: …
    exit 1
  `,
    { files: { 'good.json': '{ "type": "object" }', 'bad.json': '{ "type": "objct" }' } },
  );
});

test('each value is shown with its source, and no secret', () => {
  play(
    `
    $ LATCHKEY_SECRET_KEY_FILE=secret latchkey config show --mode development --port 0
    KEY… VALUE… SOURCE
    siteName… Example… file …latchkey.config.json
    publicUrl… http://localhost:0… default
    ⋮
    port… 0… flag --port
    ⋮
    secretKey… (set)… environment LATCHKEY_SECRET_KEY_FILE
    ⋮
  `,
    {
      files: {
        'latchkey.config.json': '{ "siteName": "Example" }',
        secret: 'q7Zp2vXk9LmRt4WbYc8NdFh3JsGu6AeT\n',
      },
    },
  );
});

test('what cannot be used is shown too', () => {
  play(`
    $ LATCHKEY_PORT=many latchkey config show
    KEY… VALUE… SOURCE
    ⋮
    port… (refused)… environment LATCHKEY_PORT
    ⋮
    ! This configuration cannot be used in production:
    ! - port (environment LATCHKEY_PORT) must be a whole number from 0 to 65535, not 'many'.
    ! - publicUrl is missing: …
  `);
});
