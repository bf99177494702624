import { createHash } from 'node:crypto';
import { addApp } from '../../../src/operate/apps/index.ts';
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

export const appScenes: readonly Scene[] = [
  ...inBothModes('57-apps', signIn),
  ...inBothModes('58-device', letDeviceIn),
];
