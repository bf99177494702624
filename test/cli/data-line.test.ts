import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { eachDatabase } from '../support/databases.ts';
import { environmentOf, run } from './command-line.ts';

const registered = '{"anna": {"password": "3af00c6cad11f7ab5db4467b66ce503e", "data": "testing"}}';

/** Each command that opens the data, as an operator types it. */
const commands = [
  ['trail'],
  ['trail', '--account', 'anna'],
  ['accounts', 'list'],
  ['accounts', 'show', 'anna'],
  ['accounts', 'unlock', 'anna'],
  ['accounts', 'require-second-factor', 'anna'],
  ['accounts', 'remove-second-factor', 'anna'],
  ['accounts', 'export', '-'],
  ['accounts', 'import', 'no-such-file.json'],
  ['migrate'],
];

eachDatabase('the data that a command opens', (make) => {
  test('is named on the first line of standard error, without a password', { timeout: 120_000 }, async () => {
    const location = await make.location();
    const env = environmentOf(location);
    const [where, source] =
      'file' in location
        ? [location.file, 'environment LATCHKEY_DATA_DIR']
        : [
            `PostgreSQL at ${new URL(location.url).host}${new URL(location.url).pathname}`,
            'environment LATCHKEY_DATABASE_URL',
          ];
    await run(['accounts', 'import', '-'], env, registered);
    for (const args of commands) {
      const { out, data, err } = await run(args, env);
      expect(data, args.join(' ')).toBe(`Data: ${where} (${source})`);
      expect(out + err, args.join(' ')).not.toContain('Data: ');
      if ('url' in location) expect(err).not.toContain(new URL(location.url).password);
    }
    for (const args of [
      ['accounts', 'show', 'berta'],
      ['trail', '--account', 'berta@example.com'],
    ]) {
      const { exitCode, err } = await run(args, env);
      expect({ exitCode, names: err.includes(where) }).toEqual({ exitCode: 1, names: true });
    }
  });
});

describe('what only looks at the data', () => {
  const broken = {
    publicUrl: 'ftp://nowhere',
    port: 'many',
    mail: { from: 'login@example.com' },
    session: { idle: '900d', absolute: '1h' },
    hash: { memory: 1 },
  };
  const commandsThatLook = commands.filter(
    ([first, second]) =>
      !['import', 'export', 'remove-second-factor'].includes(second ?? '') || first === 'trail',
  );

  test('needs the settings of the database and no others', { timeout: 120_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-cli-'));
    try {
      const env = { LATCHKEY_DATA_DIR: join(folder, 'data') };
      const file = join(folder, 'latchkey.config.json');
      writeFileSync(file, JSON.stringify(broken));
      await run(['accounts', 'import', '-'], env, registered);
      for (const args of commandsThatLook) {
        const { exitCode, data, err } = await run([...args, '--config', file], {
          ...env,
          LATCHKEY_MAIL_URL_FILE: join(folder, 'no-such-file'),
        });
        expect({ exitCode, data, err }, args.join(' ')).toEqual({
          exitCode: 0,
          data: expect.stringContaining('latchkey.sqlite'),
          err: '',
        });
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('still refuses settings that may be meant for the database', { timeout: 120_000 }, async () => {
    for (const env of [
      { LATCHKEY_DATABSE_URL: 'postgres://127.0.0.1/x' },
      { LATCHKEY_DATABASE_URL: 'mysql://127.0.0.1/x' },
      { LATCHKEY_DATABASE_URL_FILE: '/no/such/file' },
      { LATCHKEY_DATA_DIR: '' },
    ]) {
      const { exitCode, out, data } = await run(['accounts', 'list'], env as Record<string, string>);
      expect({ exitCode, out, data }, JSON.stringify(env)).toEqual({ exitCode: 1, out: '', data: '' });
    }
  });

  test('says so when it found no configuration', { timeout: 120_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-cli-'));
    try {
      const { exitCode, data } = await run(['trail'], {}, '', folder);
      expect(exitCode).toBe(1);
      expect(data).toMatch(
        /^Data: \S+\/latchkey-data\/latchkey\.sqlite \(default, no configuration file found\)$/,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
