import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword } from '../test/support/app.ts';
import { prepare } from './prepare.ts';

const pepper = 'a pepper of the tests, long enough for one';

eachApp('what is made sure of before the first request', (open) => {
  test('V13.3.1 a server whose pepper was lost or changed does not start', async () => {
    const peppered = await open({ password: { pepper } });
    await prepare(peppered.services);
    await peppered.browser().register(freshName(), goodPassword);
    await prepare(peppered.services);
    for (const other of ['', `${pepper}!`]) {
      const { services } = await open({ password: { pepper: other } });
      await expect(prepare(services)).rejects.toThrow(/^Passwords .+LATCHKEY_PASSWORD_PEPPER.+\.$/);
    }
  });
});
