import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { administratorWith } from '../../../../test/support/administrators.ts';
import { eachApp } from '../../../../test/support/app.ts';
import { listSettings, loadConfig } from '../../../config/index.ts';

const secret = 'Zk3mX0s8Qe1rV7uB5yN2wT9pL4hJ6gD1fC8aS3kM0o';

const hostile = '<script>alert(1)</script>';

eachApp('the settings in the console', (open) => {
  test('say each value and where it comes from, and of a secret only that it is set', async () => {
    const app = await open();
    const env = {
      LATCHKEY_SITE_NAME: hostile,
      LATCHKEY_SECRET_KEY: secret,
      LATCHKEY_MAIL_URL: 'smtps://relay:geheim-4711@smtp.example.com',
      LATCHKEY_MAIL_FROM: 'Site <login@example.com>',
    };
    const { sources } = await loadConfig({
      ...{ mode: 'development', env, cwd: tmpdir(), flags: { port: '8080' } },
    });
    Object.assign(app.services, { settings: listSettings(sources) });
    const { self } = await administratorWith(app, 'operator');
    const { body, text: json } = await self.get('/api/admin/settings');
    const { settings } = body as unknown as { settings: { key: string }[] };
    const find = (key: string) => settings.find((one) => one.key === key);
    expect([find('siteName'), find('port'), find('secretKey')]).toEqual([
      {
        ...{ key: 'siteName', value: hostile, isSet: true, isSecret: false },
        source: 'environment LATCHKEY_SITE_NAME',
      },
      { key: 'port', value: '8080', isSet: true, isSecret: false, source: 'flag --port' },
      {
        ...{ key: 'secretKey', value: null, isSet: true, isSecret: true },
        source: 'environment LATCHKEY_SECRET_KEY',
      },
    ]);
    expect(find('admin.setupSecret')).toMatchObject({ value: null, isSet: false, source: 'default' });
    expect(find('session.idle')).toMatchObject({ value: expect.stringMatching(/^\d+[dhm]$/) });
    const { text: page } = await self.get('/admin/settings');
    for (const { key } of settings) expect(page).toContain(`<code>${key}</code>`);
    for (const text of [json, page]) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain('geheim-4711');
    }
    expect(page).not.toContain(hostile);
    expect(page).toContain('<code>LATCHKEY_SITE_NAME</code>');
    expect(page).not.toMatch(/<(input|select|textarea)(?![^>]*(console-search|type="hidden"))/);
  });
});
