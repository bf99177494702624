import { createIdentityProvider } from '../../../test/support/identity-provider.ts';
import { losePassword, registered } from '../people.ts';
import { inBothModes, type Scene, type Stage } from '../stage.ts';
import type { Visitor } from '../visitor.ts';

const provider = await createIdentityProvider();
const next = '/account';

const settings = {
  outbound: provider.outbound,
  login: {
    with: [
      provider.settings({ id: 'example', label: 'Example ID' }),
      provider.settings({ id: 'other', label: 'Other ID', newAccounts: false }),
    ],
  },
};

/** Out to the provider, where somebody signs in, and back. */
async function comeBack(self: Visitor, name: string, start: string): Promise<void> {
  const out = await self.browser.get(start);
  const back = provider.visit(out.headers.location ?? '');
  await self.open(`${back.pathname}${back.search}`, name);
}

/** The same where the page of a form leads out. */
async function comeBackFrom(self: Visitor, name: string, form: string): Promise<void> {
  const { text } = await self.send(form, { next }, `${name}-out`);
  const [, address = ''] = /href="(https:\/\/id\.example\.com[^"]*)"/.exec(text) ?? [];
  const back = provider.visit(address.replaceAll('&amp;', '&'));
  await self.open(`${back.pathname}${back.search}`, name);
}

async function signIn(stage: Stage): Promise<void> {
  provider.person = { sub: 'ada', email: 'ada@example.com', email_verified: true, preferred_username: 'ada' };
  const self = stage.visitor();
  await self.open('/login', 'login');
  await self.open(`/login/with/example?next=${next}`, 'out');
  await self.open('/login/with/nobody', 'no-such-provider');
  await comeBack(self, 'newcomer', `/login/with/example?next=${next}`);
  await self.send('/login/with/example/new', { username: 'a', next }, 'newcomer-refused');
  await self.send(
    '/login/with/example/new',
    { username: 'ada', email: 'ada@example.com', next },
    'registered',
  );
  await comeBack(stage.visitor(), 'known', `/login/with/example?next=${next}`);
  provider.person = { sub: 'grace' };
  await comeBack(stage.visitor(), 'no-new-accounts', `/login/with/other?next=${next}`);
  provider.script = { back: (parameters) => parameters.set('error', 'access_denied') };
  await comeBack(stage.visitor(), 'cancelled', `/login/with/example?next=${next}`);
  provider.script = {};
  await stage.visitor().open('/login/with/example/back?state=unknown&code=any', 'expired');
  await stage.visitor().open('/login/with/example/new', 'newcomer-expired');
  await stage.visitor().send('/login/with/example/back', { state: 'unknown', code: 'any' }, 'by-form');
}

async function connect(stage: Stage): Promise<void> {
  const self = await registered(stage, 'grace');
  provider.person = { sub: 'grace-1', email: 'grace@example.com' };
  await self.open('/account', 'none');
  await comeBackFrom(self, 'connected', '/account/identities/example/connect');
  provider.person = { sub: 'grace-2' };
  await comeBackFrom(self, 'two', '/account/identities/other/connect');
  const stranger = await registered(stage, 'alan');
  await comeBackFrom(stranger, 'taken', '/account/identities/other/connect');
  const { identities = [] } = (await self.browser.get('/api/me/identities')).body as {
    identities?: { id: string }[];
  };
  await self.send(`/account/identities/${identities[1]?.id}/remove`, {}, 'disconnected');
  await self.send(`/account/identities/${identities[1]?.id}/remove`, {}, 'gone');
  await losePassword(stage, 'grace');
  stage.clock.advance(11 * 60_000);
  await self.send(`/account/identities/${identities[0]?.id}/remove`, {}, 'asked');
  provider.person = { sub: 'grace-1' };
  await comeBackFrom(self, 'confirmed', '/account/prove/with/example');
  await self.send(`/account/identities/${identities[0]?.id}/remove`, {}, 'last-way');
}

export const outsideScenes: readonly Scene[] = [
  ...inBothModes('27-sign-in-with-a-provider', signIn, settings),
  ...inBothModes('57-connect-an-identity', connect, settings),
];
