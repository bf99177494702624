import { expect, test } from 'vitest';
import { eachApp, goodPassword } from '../../../test/support/app.ts';

eachApp('S17 registering a name that looks like another', (open) => {
  test('is refused on the API and on the page, with a word that helps', async () => {
    const app = await open();
    expect((await app.browser().register('coco', goodPassword)).status).toBe(201);
    const cases = [
      ['сосо', 409, 'username-taken', 'imitates'],
      ['аdmin', 422, 'username-refused', 'mixed-scripts'],
      ['adrnin', 422, 'username-refused', 'looks-reserved'],
    ] as const;
    for (const [name, status, code, reason] of cases) {
      const answer = await app.browser().register(name, goodPassword);
      expect([answer.status, answer.body.code]).toEqual([status, code]);
      expect(answer.text).toContain(`"code":"${reason}"`);
      const page = await app.browser().submit('/register', { username: name, password: goodPassword });
      expect(page.status).toBe(status);
      expect(page.text).toMatch(/This username looks like|mix letters of different alphabets/);
    }
    for (const name of ['Сергей', 'coco1', 'cocol', '李小龙']) {
      expect((await app.browser().register(name, goodPassword)).status, name).toBe(201);
    }
  });
});
