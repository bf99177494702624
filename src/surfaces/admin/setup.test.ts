import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, type TestApp } from '../../../test/support/app.ts';
import { actingAsCommand } from '../../operate/accounts/index.ts';
import { addAdministrator, listRoleHolders } from '../../operate/roles/index.ts';

const setupSecret = 'mdq8R4sVb2Xn7Lw0TzKe5Yc9HuGf3JpA6iEo1DkQ';
const settings = { admin: { setupSecret } };

async function register(app: TestApp) {
  const self = app.browser();
  const username = freshName();
  const { body } = await self.register(username, goodPassword);
  return { self, username, id: body.account?.id ?? '' };
}

const setUp = (self: Awaited<ReturnType<typeof register>>['self'], secret: string) =>
  self.post('/api/setup', { secret });

const administrators = async ({ services }: TestApp) =>
  ((await listRoleHolders(services, 'administrator')) ?? []).map(({ username }) => username);

eachApp('the setup', (open, make) => {
  test('makes one of twenty who know the secret the administrator, and is closed for good', async () => {
    const app = await open.on(await make());
    Object.assign(app.services.config, settings);
    const people = await Promise.all(Array.from({ length: 20 }, () => register(app)));
    const answers = await Promise.all(people.map(({ self }) => setUp(self, setupSecret)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([204, ...Array(19).fill(404)]);
    const winner = people[answers.findIndex(({ status }) => status === 204)];
    expect(await administrators(app)).toEqual([winner?.username]);
    const page = await people.find((one) => one !== winner)?.self.get('/setup');
    expect(page?.status).toBe(404);
    await app.services.db.deleteFrom('account_roles').execute();
    const [after] = answers.map((_, at) => people[at]).filter((one) => one !== winner);
    expect((await setUp(after?.self ?? app.browser(), setupSecret)).body.code).toBe('setup-closed');
  });

  test('signs the administrator out, who then signs in with a second factor', async () => {
    const app = await open.on(await make());
    Object.assign(app.services.config, settings);
    const { self, username } = await register(app);
    expect((await self.get('/setup')).text).toContain(`signed in as ${username}`);
    const wrong = await self.submit('/setup', { secret: 'something else of the same length as it is' });
    expect([
      wrong.status,
      wrong.text.includes('Incorrect setup secret') || wrong.text.includes("isn't the one"),
    ]).toEqual([403, true]);
    expect(wrong.text).not.toContain('something else of the same length');
    const done = await self.submit('/setup', { secret: setupSecret });
    expect([done.status, done.headers.location]).toEqual([303, '/login?next=%2Fadmin']);
    expect((await self.get('/api/session')).status).toBe(401);
    const { body } = await app.browser().login(username, goodPassword);
    expect(body.next?.map(({ factor }) => factor)).toContain('add-totp');
  });

  test.each([
    ['no secret is configured', false, false],
    ['there was an administrator', true, true],
  ])('does not exist where %s', async (_, isConfigured, hadOne) => {
    const app = await open.on(await make());
    if (isConfigured) Object.assign(app.services.config, settings);
    const { self, id } = await register(app);
    if (hadOne) await addAdministrator(app.services, actingAsCommand(), (await register(app)).id);
    for (const browser of [self, app.browser()]) {
      expect((await browser.get('/setup')).status).toBe(404);
      expect((await browser.submit('/setup', { secret: setupSecret })).status).toBe(404);
    }
    expect((await setUp(self, setupSecret)).body.code).toBe('setup-closed');
    expect((await setUp(app.browser(), setupSecret)).status).toBe(401);
    expect(
      (await listRoleHolders(app.services, 'administrator'))?.some(({ accountId }) => accountId === id),
    ).toBe(false);
  });

  test('asks a stranger to sign in first', async () => {
    const app = await open.on(await make());
    Object.assign(app.services.config, settings);
    const { status, headers } = await app.browser().get('/setup');
    expect([status, headers.location]).toEqual([303, '/login?next=%2Fsetup']);
  });
});
