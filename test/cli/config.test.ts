import { test } from 'vitest';
import { play } from './transcript.ts';

test('nothing is missing for development, an address for production', () => {
  play(`
    $ latchkey config check --mode development
    The configuration is valid.
    $ latchkey config check
    ! Invalid configuration:
    ! - publicUrl is required. Set the address people open, such as LATCHKEY_PUBLIC_URL=https://login.example.com.
    exit 1
    $ LATCHKEY_PUBLIC_URL=http://localhost:5000 latchkey config check
    The configuration is valid.
    $ LATCHKEY_PUBLIC_URL=https://login.example.com LATCHKEY_TRUSTED_PROXIES= latchkey config check
    The configuration is valid.
  `);
});

test('all that is wrong is listed at once', () => {
  play(
    `
    $ LATCHKEY_DATABSE_URL=x LATCHKEY_HASH_MEMORY=1024 LATCHKEY_PUBLIC_URL=http://login.example.com latchkey config check
    ! Invalid configuration:
    ! - session.idel (file …latchkey.config.ts) isn't a Latchkey setting. Did you mean session.idle?
    ! - LATCHKEY_DATABSE_URL isn't a Latchkey setting. Did you mean LATCHKEY_DATABASE_URL?
    ! - log.level (file …latchkey.config.ts) must be one of fatal, error, warn, info, debug, trace, silent, not 'loud'.
    ! - publicUrl (environment LATCHKEY_PUBLIC_URL) must start with https://, or passwords and sessions would be sent unencrypted.
    ! - hash.memory (environment LATCHKEY_HASH_MEMORY) and hash.iterations are too weak. …
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
    ! Invalid configuration:
    ! - Couldn't read …latchkey.config.${kind}: it has a syntax error. Run "node --check …latchkey.config.${kind}" to find it.
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
    ! Invalid configuration:
    ! - database.url (environment LATCHKEY_DATABASE_URL) must be a PostgreSQL URL such as postgres://user:password@host:5432/name. Percent-encode special characters in the username and password: / is %2F, # is %23, ? is %3F, % is %25, @ is %40, : is %3A, [ is %5B, ] is %5D.
    exit 1
    $ latchkey serve --database-url=postgres://u:12/TheRest@127.0.0.1/db
    ! Unknown option '--database-url'
    ! Run "latchkey serve --help" for usage.
    exit 2
    $ latchkey accounts show postgres://u:TheRest@127.0.0.1/db --config postgres://u:TheRest@127.0.0.1/db
    ! Invalid configuration:
    ! - --config must be a file path, not a URL.
    exit 1
  `,
  );
});

test('a JSON Schema for the data is compiled, and what is wrong with it is told', () => {
  play(
    `
    $ LATCHKEY_DATA_SCHEMA=good.json latchkey config check --mode development
    The configuration is valid.
    $ LATCHKEY_DATA_SCHEMA=bad.json latchkey config check --mode development
    ! Invalid configuration:
    ! - data.schema (environment LATCHKEY_DATA_SCHEMA) isn't a valid JSON Schema: schema is invalid: …
    exit 1
  `,
    { files: { 'good.json': '{ "type": "object" }', 'bad.json': '{ "type": "objct" }' } },
  );
});

test('each value is shown with its source, and no secret', () => {
  play(
    `
    $ LATCHKEY_SECRET_KEY_FILE=secret latchkey config show --mode development --port 0
    Key… Value… Source
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
    Key… Value… Source
    ⋮
    port… (refused)… environment LATCHKEY_PORT
    ⋮

    ! This configuration is invalid in production mode:
    ! - port (environment LATCHKEY_PORT) must be a whole number from 0 to 65535, not 'many'.
    ! - publicUrl is required. …
  `);
});
