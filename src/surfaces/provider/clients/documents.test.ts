import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { eachApp, type Settings, type TestApp } from '../../../../test/support/app.ts';
import {
  beginSignIn,
  client,
  connect,
  follow,
  openAtOneTime,
  personOf,
  redeem,
  redirectUri,
  signInTo,
} from '../../../../test/support/app-client.ts';
import type { Browser } from '../../../../test/support/browser-of.ts';
import { days, hours, minutes, seconds } from '../../../kit/duration.ts';
import {
  createOutbound,
  type Outbound,
  type OutboundAnswer,
  type OutboundRequest,
} from '../../../kit/outbound/index.ts';
import { changeApp, deleteUnusedApps } from '../../../operate/apps/index.ts';
import { revokeGrant } from '../../../people/grants/index.ts';
import { findTrail } from '../../../people/trails/index.ts';

let count = 0;

eachApp('apps that are known by a document', (open) => {
  let app: TestApp;
  let browser: Browser;
  /** The address of a document that nobody has asked for. */
  let id: string;
  let asked: OutboundRequest[];
  let documents: Map<string, unknown>;
  let headers: Record<string, string>;
  let answer: ((request: OutboundRequest) => Promise<OutboundAnswer>) | undefined;

  const outbound: Outbound = async (request) => {
    asked.push(request);
    if (answer) return answer(request);
    const document = documents.get(request.url);
    if (document === undefined) return { ok: true, status: 404, headers: {}, body: Buffer.from('') };
    const text = typeof document === 'string' ? document : JSON.stringify(document);
    return { ok: true, status: 200, headers, body: Buffer.from(text) };
  };

  const openWith = (apps: Partial<Settings['apps']> = {}) =>
    openAtOneTime(open, { apps: { unregistered: 'documents', ...apps }, outbound });

  beforeEach(async () => {
    [asked, documents, headers, answer] = [[], new Map(), {}, undefined];
    app = await openWith();
    await app.services.db.deleteFrom('limits').execute();
    ({ browser } = await personOf(app));
    id = publish();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function publish(more: object = {}): string {
    count += 1;
    const address = `https://claude.example/app-${count}.json`;
    documents.set(address, {
      client_id: address,
      client_name: 'Claude',
      redirect_uris: [redirectUri],
      ...more,
    });
    return address;
  }

  const begin = async (of = id, parameters: Record<string, string> = {}, on = app) =>
    beginSignIn({ config: await connect(on, of) }, parameters);

  async function ask(of = id, who = browser, parameters: Record<string, string> = {}, on = app) {
    const { url } = await begin(of, parameters, on);
    return follow(who, `${url.pathname}${url.search}`);
  }

  async function causeOf(of: string, who = browser, on = app): Promise<string | undefined> {
    const { page } = await ask(of, who, {}, on);
    expect(page.status).toBe(400);
    const { db } = on.services;
    const parts = await db
      .selectFrom('trail_parts')
      .select('steps')
      .where('kind', '=', 'app')
      .orderBy('id')
      .execute();
    const causes = parts.flatMap(
      ({ steps }) => /"code":"app-refused"[^}]*"cause":"([\w-]+)"/.exec(steps)?.[1] ?? [],
    );
    return causes.at(-1);
  }

  test('whoever is signed in signs in to one, sees whose host it is, and is asked each time', async () => {
    const config = await connect(app, id);
    expect(config.serverMetadata()).toMatchObject({
      client_id_metadata_document_supported: true,
      token_endpoint_auth_methods_supported: expect.arrayContaining(['none']),
    });
    expect(config.serverMetadata().registration_endpoint).toBeUndefined();
    const { page } = await ask();
    expect(page.text).toContain('<h1>claude.example wants to use your account</h1>');
    expect(page.text).toContain('It calls itself &quot;Claude&quot;.');
    expect(page.text).toContain("haven't checked this app");
    const begun = await begin();
    const tokens = await redeem({ config }, await signInTo(browser, begun), begun);
    expect(tokens.claims()?.aud).toBe(id);
    const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '');
    expect(refreshed.access_token).not.toBe(tokens.access_token);
    expect((await ask()).page.text, 'asked again').toContain('claude.example wants to use');
    const silent = await ask(id, browser, { prompt: 'none' });
    expect(silent.left?.searchParams.get('error')).toBe('interaction_required');
    expect(asked.map(({ url, most, within, privateHosts }) => [url, most, within, privateHosts])).toEqual([
      [id, 5 * 1024, seconds(3), undefined],
    ]);
  });

  test('nothing is fetched for somebody who is not signed in, and they sign in first', async () => {
    const { path } = await ask(id, app.browser());
    expect(path).toMatch(/^\/login\?next=/);
    const { page } = await ask(id, app.browser(), { prompt: 'none' });
    expect(page.status).toBe(400);
    const config = await connect(app, id);
    await expect(client.clientCredentialsGrant(config)).rejects.toMatchObject({ error: 'invalid_client' });
    expect(asked).toEqual([]);
  });

  test('off, which is the default, nothing is fetched for anybody', async () => {
    for (const apps of [{}, { unregistered: 'off' as const }]) {
      const off = await openAtOneTime(open, { apps, outbound: async () => expect.unreachable() });
      expect(await causeOf(id, (await personOf(off)).browser, off)).toBe('document-off');
      const config = await connect(off, id);
      expect(config.serverMetadata().client_id_metadata_document_supported).toBeUndefined();
    }
    // One that was known while it was on is known no more.
    await ask();
    const off = await openAtOneTime(open);
    expect(await causeOf(id, (await personOf(off)).browser, off)).toBe('document-off');
  });

  test('V13.2.4 only hosts that are trusted, where some are, and of those nobody is warned', async () => {
    const strict = await openWith({ trustedHosts: ['claude.example'] });
    const { browser: who } = await personOf(strict);
    const { page } = await ask(id, who, {}, strict);
    expect(page.text).toContain('claude.example wants to use your account');
    expect(page.text).not.toContain('checked this app');
    for (const host of [
      'evil.example',
      'claude.example.evil.example',
      'evil-claude.example',
      'a.claude.example',
    ])
      expect(await causeOf(`https://${host}/app.json`, who, strict)).toBe('document-untrusted');
    expect(asked).toHaveLength(1);
  });

  test.each([
    'http://claude.example/app.json',
    'https://claude.example/',
    'https://claude.example',
    'https://claude.example/a/../app.json',
    'https://claude.example/./app.json',
    'https://claude.example/%2e%2e/app.json',
    'https://user@claude.example/app.json',
    'https://user:word@claude.example/app.json',
    'https://claude.example/app.json#a',
    'https://claude.example:443/app.json',
    'https://CLAUDE.example/app.json',
    'HTTPS://claude.example/app.json',
    'https://claude.example\\app.json',
    'https://claude.example/a b',
    `https://claude.example/${'a'.repeat(500)}`,
  ])('no document is looked for at %s', async (address) => {
    expect(await causeOf(address)).toBe('document-address');
    expect(asked).toEqual([]);
  });

  test.each([
    ['of another', { client_id: 'https://claude.example/other.json' }],
    ['with a secret', { client_secret: 'a' }],
    ['with a shared secret', { token_endpoint_auth_method: 'client_secret_basic' }],
    ['of a machine', { grant_types: ['client_credentials'] }],
    ['without an address', { redirect_uris: undefined }],
  ])('a document %s is none, and is not fetched again for five minutes', async (_what, more) => {
    const broken = publish(more);
    expect(await causeOf(broken)).toBe('document-invalid');
    expect(await causeOf(broken, (await personOf(app)).browser)).toBe('document-failed-before');
    expect(asked).toHaveLength(1);
    documents.set(broken, { client_id: broken, redirect_uris: [redirectUri] });
    app.clock.advance(minutes(5));
    expect((await ask(broken)).page.status).toBe(200);
  });

  test.each(['', '[]', 'null', '{', '"text"'])('%j is no document', async (text) => {
    documents.set(id, text);
    expect(await causeOf(id)).toBe('document-invalid');
  });

  test.each([
    [
      { ok: true, status: 302, headers: { location: 'https://claude.example/' }, body: Buffer.from('') },
      'unreachable',
    ],
    [{ ok: true, status: 201, headers: {}, body: Buffer.from('{}') }, 'unreachable'],
    [{ ok: false, cause: 'too-slow' }, 'unreachable'],
    [{ ok: false, cause: 'too-large' }, 'invalid'],
    [{ ok: false, cause: 'private' }, 'private'],
  ] as readonly (readonly [OutboundAnswer, string])[])(
    'an answer that is no document: %j',
    async (given, cause) => {
      answer = async () => given;
      expect(await causeOf(id)).toBe(`document-${cause}`);
    },
  );

  test.each(['127.0.0.1:1', '10.0.0.1', '[::1]', '169.254.169.254', 'localhost'])(
    'V1.3.6 nobody gets this server to ask %s, even if an app may be there',
    async (host) => {
      const real = await openAtOneTime(open, {
        apps: { unregistered: 'documents', privateHosts: ['127.0.0.1:1', '10.0.0.1', '[::1]', 'localhost'] },
        outbound: createOutbound(),
      });
      count += 1;
      const address = `https://${host}/app-${count}.json`;
      expect(await causeOf(address, (await personOf(real)).browser, real)).toBe('document-private');
    },
  );

  test('a document is kept as long as it says, from five minutes to a day', async () => {
    const times = async (of: string) => {
      // A session may be over by then.
      await ask(of, (await personOf(app)).browser);
      return asked.filter(({ url }) => url === of).length;
    };
    for (const [said, kept] of [
      ['', minutes(5)],
      ['no-store', minutes(5)],
      ['max-age=1', minutes(5)],
      ['public, max-age=3600', hours(1)],
      ['max-age=99999999', days(1)],
    ] as const) {
      headers = { 'cache-control': said };
      const address = publish();
      expect(await times(address)).toBe(1);
      app.clock.advance(kept - 1);
      expect(await times(address), said).toBe(1);
      app.clock.advance(1);
      expect(await times(address), said).toBe(2);
    }
  });

  test('what it says now counts: an address that is gone from it is refused', async () => {
    await ask();
    documents.set(id, { client_id: id, redirect_uris: ['https://claude.example/new'] });
    app.clock.advance(minutes(5));
    expect(await causeOf(id)).toBe('redirect');
  });

  test('V9.1.3 one that signs its requests is verified by its keys, which are fetched from the internet alone', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    const method = {
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: 'ES256',
    };
    for (const host of ['claude.example', '127.0.0.1']) {
      const uri = `https://${host}/keys`;
      documents.set(uri, { keys: [{ ...(await exportJWK(publicKey)), kid: 'mine' }] });
      const signed = publish({ ...method, jwks_uri: uri });
      const config = await connect(app, signed, client.PrivateKeyJwt({ key: privateKey, kid: 'mine' }));
      const begun = await beginSignIn({ config });
      const back = await signInTo(browser, begun);
      expect(asked.some(({ url }) => url === uri)).toBe(false);
      if (host === '127.0.0.1') answer = createOutbound();
      if (host === '127.0.0.1') await expect(redeem({ config }, back, begun)).rejects.toThrow();
      else expect((await redeem({ config }, back, begun)).claims()?.aud).toBe(signed);
      expect(asked.at(-1)).toMatchObject({ url: uri, method: 'GET' });
      expect(asked.at(-1)?.privateHosts).toBeUndefined();
    }
  });

  const signing = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
  const redeemBy = (assertion: string, address?: string) =>
    app.browser(address === undefined ? undefined : { address }).send('POST', '/oauth/token', undefined, {
      form: {
        ...{ grant_type: 'authorization_code', code: 'none', redirect_uri: redirectUri },
        ...{ client_assertion_type: signing, client_assertion: assertion },
      },
    });

  test('V9.2.1 V9.2.3 V10.4.16 RFC 7523 its assertion is for this server alone, soon over and used once', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'mine' }] };
    const signed = publish({ token_endpoint_auth_method: 'private_key_jwt', jwks });
    await ask(signed);
    const now = Math.floor(app.clock() / 1000);
    const issuer = app.config.publicUrl;
    let jti = 0;
    const of = async (claims: object = {}, header: object = {}) => {
      jti += 1;
      const all = { iss: signed, sub: signed, aud: issuer, exp: now + 60, jti: `jti-${jti}`, ...claims };
      return new SignJWT(all).setProtectedHeader({ alg: 'ES256', kid: 'mine', ...header }).sign(privateKey);
    };
    const once = await of({ exp: now + 30.1234567 });
    expect((await redeemBy(once)).status, 'only the code is wrong').toBe(400);
    for (const assertion of [
      once,
      await of({ exp: now + 76 }),
      await of({ exp: 1e300 }),
      await of({ aud: [issuer, 'https://other.example'] }),
      await of({ aud: `${issuer}/oauth/token` }),
      await of({ aud: 'https://other.example' }),
      await of({ iat: now + 60 }),
      await of({}, { typ: 'logout+jwt' }),
    ])
      expect((await redeemBy(assertion)).status, assertion).toBe(401);
    await app.services.trails.flush();
    const parts = await app.services.db.selectFrom('trail_parts').select('steps').execute();
    expect(parts.filter(({ steps }) => steps.includes('wrong-assertion'))).toHaveLength(8);
  });

  test.each([
    { ok: false, cause: 'unreachable' },
    { ok: true, status: 500, headers: {}, body: Buffer.from('') },
    { ok: true, status: 200, headers: {}, body: Buffer.from('none') },
    { ok: true, status: 200, headers: {}, body: Buffer.from('{}') },
  ] as const)('nobody gets this server to ask for its keys more than once a minute: %j', async (given) => {
    const uri = `https://claude.example/keys-${count}`;
    const signed = publish({ token_endpoint_auth_method: 'private_key_jwt', jwks_uri: uri });
    await ask(signed);
    const { privateKey } = await generateKeyPair('ES256');
    const claims = {
      iss: signed,
      sub: signed,
      aud: app.config.publicUrl,
      exp: app.clock() / 1000 + 60,
      jti: 'a',
    };
    const assertion = await new SignJWT(claims).setProtectedHeader({ alg: 'ES256' }).sign(privateKey);
    answer = async () => given;
    const times = () => asked.filter(({ url }) => url === uri).length;
    for (const address of ['203.0.113.1', '203.0.113.2', '203.0.113.3'])
      expect((await redeemBy(assertion, address)).status).toBe(401);
    expect(times()).toBe(1);
    app.clock.advance(minutes(1));
    const { headers: told } = await redeemBy(assertion);
    expect(times()).toBe(2);
    await app.services.trails.flush();
    const trail = await findTrail(app.services.db, told['latchkey-attempt'] ?? '');
    expect(JSON.stringify(trail)).toContain('keys-unreachable');
  });

  test('one that an operator has turned off stays off', async () => {
    const { db } = app.services;
    await ask();
    await changeApp(app.services, id, { disabled: true });
    expect((await ask()).page.status).toBe(400);
    app.clock.advance(days(2));
    await deleteUnusedApps(db, app.clock());
    expect((await ask(id, (await personOf(app)).browser)).page.status).toBe(400);
  });

  test('ten new ones a minute for an account, and for a network', async () => {
    for (let one = 0; one < 9; one++) expect((await ask(publish())).page.status).toBe(200);
    expect((await ask()).page.status).toBe(200);
    const next = publish();
    expect(await causeOf(next)).toBe('document-too-many');
    expect(await causeOf(next, (await personOf(app)).browser), 'from the same network').toBe(
      'document-too-many',
    );
    expect((await ask()).page.status, 'and those that are known go on').toBe(200);
    app.clock.advance(minutes(1));
    expect((await ask(next)).page.status).toBe(200);
  });

  test('two at once for an account, and of one document once', async () => {
    let most = 0;
    let now = 0;
    const served = Promise.withResolvers<void>();
    answer = async ({ url }) => {
      now += 1;
      most = Math.max(most, now);
      await served.promise;
      now -= 1;
      return { ok: true, status: 200, headers: {}, body: Buffer.from(JSON.stringify(documents.get(url))) };
    };
    let refused = 0;
    const all = Array.from({ length: 5 }, async () => {
      const { status } = (await ask(publish())).page;
      if (status !== 200) refused += 1;
      return status;
    });
    await vi.waitFor(() => expect(refused).toBe(3), { timeout: 20_000 });
    served.resolve();
    const statuses = await Promise.all(all);
    expect(most).toBe(2);
    expect(statuses.filter((status) => status === 200)).toHaveLength(2);
    const before = asked.length;
    const same = publish();
    await Promise.all([ask(same), ask(same), ask(same)]);
    expect(asked.length - before).toBe(1);
  });

  test('where it is sent back to this device, the person is warned, wherever else it may be sent', async () => {
    const warning = /any program here could be the one that asks/;
    const loopback = 'http://127.0.0.1:6274/callback';
    const local = publish({ redirect_uris: [loopback, 'http://localhost/callback'] });
    expect((await ask(local, browser, { redirect_uri: loopback })).page.text).toMatch(warning);
    const both = publish({ redirect_uris: [loopback, redirectUri] });
    expect((await ask(both, browser, { redirect_uri: loopback })).page.text).toMatch(warning);
    expect((await ask(both)).page.text).not.toMatch(warning);
  });

  test('one that nobody uses is forgotten after a day, and one that somebody used 90 days after', async () => {
    const { db } = app.services;
    const names = async () => (await db.selectFrom('apps').select('id').execute()).map((row) => row.id);
    const unused = publish();
    await ask(unused);
    const begun = await begin();
    await signInTo(browser, begun);
    app.clock.advance(hours(24) - 1);
    await deleteUnusedApps(db, app.clock());
    expect(await names()).toEqual(expect.arrayContaining([id, unused]));
    app.clock.advance(1);
    await deleteUnusedApps(db, app.clock());
    expect(await names()).toContain(id);
    expect(await names()).not.toContain(unused);
    const [grant] = await db.selectFrom('app_grants').select('id').where('app_id', '=', id).execute();
    await revokeGrant(db, grant?.id ?? '', { why: 'withdrawn', at: app.clock() });
    app.clock.advance(days(89));
    await deleteUnusedApps(db, app.clock());
    expect(await names()).not.toContain(id);
  });
});
