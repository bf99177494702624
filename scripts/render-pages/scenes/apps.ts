import { createHash } from 'node:crypto';
import { addApp, saveResource } from '../../../src/operate/apps/index.ts';
import type { Answer } from '../../../test/support/browser-of.ts';
import { password, registered, username } from '../people.ts';
import { inBothModes, type Scene, type Stage } from '../stage.ts';
import type { Visitor } from '../visitor.ts';

const redirectUri = 'https://grafana.example.com/login';
const verifier = 'the-one-that-wrote-this-request-and-nobody-else';

/** What an app without a secret of its own sends a browser to. */
async function requestOf(stage: Stage, more: Readonly<Record<string, string>> = {}): Promise<string> {
  const query = new URLSearchParams({
    client_id: await appIdIn(stage),
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'openid profile email',
    state: 'a-state',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...more,
  });
  return `/oauth/authorize?${query}`;
}

async function appIdIn({ database: { db } }: Stage): Promise<string> {
  return (await db.selectFrom('apps').select('id').executeTakeFirst())?.id ?? '';
}

const formIn = (page: string) => /action="(\/oauth\/ask\/[\w-]+)"/.exec(page)?.[1] ?? '';

/** Opens the page on which an app asks, and answers the address of its form. */
async function asked(stage: Stage, self: Visitor, name?: string, more = {}): Promise<string> {
  return formIn((await self.open(await requestOf(stage, more), name)).text);
}

/** What the app gets for the code that it was sent. */
async function idTokenFor(stage: Stage, left: string): Promise<string> {
  const code = /[?&;]code=([\w-]+)/.exec(left)?.[1] ?? '';
  const client_id = await appIdIn(stage);
  const form = { grant_type: 'authorization_code', code, client_id, redirect_uri: redirectUri };
  const { body } = await stage.visitor().browser.send('POST', '/oauth/token', undefined, {
    form: { ...form, code_verifier: verifier },
  });
  return (body as { id_token?: string }).id_token ?? '';
}

async function signIn(stage: Stage): Promise<void> {
  await addApp(stage.services, { name: 'Grafana', kind: 'spa', redirects: [redirectUri] });
  const self = await registered(stage);
  await self.open('/account/apps', 'none');
  await self.open(await requestOf(stage, { redirect_uri: 'https://elsewhere.example.com/' }), 'refused');
  await self.open('/oauth/ask/nothing', 'over');
  await self.send(await asked(stage, self, 'asked'), { decision: 'decline' }, 'declined');
  await self.send(await asked(stage, self, 'asked-again'), { decision: 'allow' }, 'allowed');
  await self.open('/account', 'account');
  await self.open('/account/apps', 'apps');

  const elsewhere = stage.visitor();
  const { text } = await elsewhere.open(await requestOf(stage), 'sign-in');
  const next = /name="next" value="([^"]*)"/.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const left = await elsewhere.send('/login', { username, password, next }, 'signed-in');
  const hint = { id_token_hint: await idTokenFor(stage, left.headers.refresh ?? '') };
  const other = await registered(stage, 'grace');
  await other.send(await asked(stage, other, 'other-account', hint), { decision: 'switch' }, 'switched');

  const claims = JSON.stringify({ id_token: { acr: { essential: true, value: 'urn:latchkey:aal:2' } } });
  await self.send(
    await asked(stage, self, 'second-factor', { claims }),
    { decision: 'decline' },
    'without-one',
  );

  await self.send(`/account/apps/${await appIdIn(stage)}/withdraw`, {}, 'withdrawn');
  const query = new URLSearchParams({ client_id: await appIdIn(stage) }).toString();
  await self.open(`/oauth/logout?${query}`, 'sign-out');
  await self.send('/oauth/logout/confirm', { asked: query }, 'signed-out');
  await self.open('/oauth/logout/done', 'signed-out-done');
}

/** A device that has no browser shows a code, which somebody types. */
async function letDeviceIn(stage: Stage): Promise<void> {
  const { app } = await addApp(stage.services, { name: 'Television', kind: 'device', redirects: [] });
  const codeOfDevice = async () => {
    const form = { client_id: app.id, scope: 'openid profile' };
    const { body } = await stage.visitor().browser.send('POST', '/oauth/device', undefined, { form });
    return (body as { user_code?: string }).user_code ?? '';
  };
  const self = await registered(stage);
  await self.open('/device', 'device');
  await self.send('/device', { letters: 'BCDF-GHJK' }, 'unknown-code');
  for (const decision of ['allow', 'decline']) {
    const letters = await codeOfDevice();
    await self.send('/device', { letters }, `to-${decision}`);
    await self.send('/device', { letters, decision }, `done-${decision}`);
  }
}

/** A sign-in to the demo app, to its end, and what is no answer to it. */
async function tryDemo(stage: Stage): Promise<void> {
  const somebody = stage.visitor();
  await somebody.open('/dev/apps/try', 'begin');
  await somebody.open('/dev/apps/try/back?code=x', 'nothing-begun');
  await comeBack(somebody, await somebody.send('/dev/apps/try', { prompt: 'none' }), 'nobody-signed-in');
  await somebody.open('/dev/apps/try/back?state=another', 'of-another');
  await tryAs(stage, { done: { profile: 'on', email: 'on' } });
}

/** All that can be chosen there, and each thing done wrong. */
async function tryAll(stage: Stage): Promise<void> {
  const resource = 'https://tea.example.com/';
  await saveResource(stage.services, { url: resource, name: 'Tea', scopes: { 'tea:pour': 'Pour tea' } });
  const faults = ['redirect', 'challenge', 'secret', 'verifier', 'code', 'refresh'];
  await tryAs(stage, {
    ...{
      resource: { profile: 'on', resource },
      offline: { offline_access: 'on' },
    },
    ...Object.fromEntries(faults.map((fault) => [fault, { profile: 'on', fault }])),
  });
}

/** Runs it once for each form, by the name of its page. The library has the time of the scene meanwhile. */
async function tryAs(stage: Stage, forms: Record<string, Record<string, string>>): Promise<void> {
  const self = await registered(stage);
  const { now } = Date;
  Date.now = stage.clock;
  try {
    for (const [name, form] of Object.entries(forms)) {
      stage.clock.advance(1000);
      const led = await self.send('/dev/apps/try', form, `${name}-asked`);
      const ask = formIn(led.text);
      await comeBack(self, ask === '' ? led : await self.send(ask, { decision: 'allow' }), name);
    }
  } finally {
    Date.now = now;
  }
}

/** Goes where the app has its people sent back to, which it says in full. */
async function comeBack(self: Visitor, { headers }: Answer, name: string): Promise<void> {
  const back = URL.parse(headers.location ?? '');
  await self.open(back ? `${back.pathname}${back.search}` : '/dev/apps/try/result', name);
}

export const appScenes: readonly Scene[] = [
  ...inBothModes('57-apps', signIn),
  ...inBothModes('58-device', letDeviceIn),
  { title: '59-demo-app', play: tryDemo },
  { title: '59-demo-app-choices', play: tryAll },
];
