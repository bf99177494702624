import { expect, test } from 'vitest';
import { anybody, waitingMail } from '../../../test/support/admin-requests.ts';
import { administratorWith } from '../../../test/support/administrators.ts';
import { eachApp } from '../../../test/support/app.ts';

/** Each list, by a filter and another. */
const lists = {
  accounts: ['sort=oldest', 'sort=username'],
  attempts: ['outcome=refused', 'outcome=done'],
  audit: ['act=role-granted', 'act=role-created'],
  mail: ['state=waiting', 'state=sent'],
} as const;

const nextIn = (body: unknown): string => String((body as { next: string | null }).next);

eachApp('the cursor of a list', (open) => {
  test('leads on with the same filters alone, and on a page else to the first one', async () => {
    const app = await open();
    const { self } = await administratorWith(app, 'administrator');
    for (let made = 0; made < 2; made++) {
      await administratorWith(app, 'support');
      await waitingMail(app);
      const { username } = await anybody(app);
      await app.browser().login(username, 'not the password');
    }
    const next = new Map<string, string>();
    const unfiltered = new Map<string, string>();
    for (const [list, [filter]] of Object.entries(lists)) {
      const { status, body } = await self.get(`/api/admin/${list}?${filter}&limit=1`);
      const cursor = nextIn(body);
      expect([status, cursor.includes('.')], list).toEqual([200, true]);
      expect((await self.get(`/api/admin/${list}?${filter}&limit=1&cursor=${cursor}`)).status, list).toBe(
        200,
      );
      next.set(list, cursor);
      unfiltered.set(list, nextIn((await self.get(`/api/admin/${list}?limit=1`)).body));
    }
    for (const [list, [filter, other]] of Object.entries(lists)) {
      const cursor = next.get(list) ?? '';
      const [body = '', signature = ''] = cursor.split('.');
      const changed = Buffer.from('{"before":1}').toString('base64url');
      const wrong = [
        `${other}&cursor=${cursor}`,
        `${filter}&cursor=${list === 'mail' ? next.get('audit') : next.get('mail')}`,
        `${filter}&cursor=${changed}.${signature}`,
        ...[body, `${body}.`, `${cursor}.`, '%00', ''].map((one) => `${filter}&cursor=${one}`),
      ];
      for (const query of wrong) {
        const refused = await self.get(`/api/admin/${list}?${query}`);
        expect([refused.status, refused.body.code], query).toEqual([400, 'cursor-refused']);
        const page = await self.get(`/admin/${list}?${query}`);
        const first = `/admin/${list}?${query.split('&')[0]}`;
        expect([page.status, page.headers.location], query).toEqual([303, first]);
      }
      const alike = unfiltered.get(list === 'mail' ? 'audit' : 'mail');
      const foreign = await self.get(`/api/admin/${list}?cursor=${alike}`);
      expect([alike?.includes('.'), foreign.body.code], `${list}, asked for alike`).toEqual([
        true,
        'cursor-refused',
      ]);
    }
  });
});
