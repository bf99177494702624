import { expect, test } from 'vitest';
import { writeAccounts } from '../../src/operate/accounts-file/index.ts';
import { eachApp } from '../support/app.ts';
import { addressPerson } from '../support/no-password.ts';
import { environmentOf, run } from './command-line.ts';

eachApp('an import of accounts', (open, make) => {
  test('warns where an email is all that lets their owners in, and none can be sent', async () => {
    const app = await open();
    await addressPerson(app);
    const { db, secretKey } = app.services;
    let text = '';
    for await (const piece of writeAccounts(db, secretKey, { exported: 0 })) text += piece;
    const env = { ...environmentOf(await make.location()), LATCHKEY_SECRET_KEY: secretKey };
    const importWith = async (more: object, ...flags: string[]) => {
      const { exitCode, out, err } = await run(
        ['accounts', 'import', '-', ...flags],
        { ...env, ...more },
        text,
      );
      expect(exitCode, err).toBe(0);
      return out;
    };
    const warning =
      "Warning: 1 of them can sign in by email only, and this server can't send email yet. Set mail.url to enable it.";
    expect(await importWith({}, '--dry-run')).toContain(warning);
    const mail = { LATCHKEY_MAIL_URL: 'smtp://127.0.0.1:2525', LATCHKEY_MAIL_FROM: 'a@example.com' };
    expect(await importWith(mail, '--dry-run')).not.toContain('Warning');
    expect(await importWith({})).toContain(warning);
  });
});
