import { generateKeyPairSync } from 'node:crypto';
import { jwtVerify } from 'jose';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { eachApp, freshName, goodPassword, type TestApp } from '../../../test/support/app.ts';
import type { Browser } from '../../../test/support/browser-of.ts';
import {
  createIdentityProvider,
  type Script,
  type TestProvider,
} from '../../../test/support/identity-provider.ts';
import { leadsTo } from '../../../test/support/leads-to.ts';
import type { ProviderSettings } from '../../config/index.ts';
import { inTransaction } from '../../kit/db/index.ts';
import type { Outbound } from '../../kit/outbound/index.ts';
import { insertVerifiedEmail } from '../../people/emails/index.ts';

/** The addresses of the kinds; where GitHub's API is, GitHub answers too. */
const issuers = {
  google: 'https://accounts.google.com',
  microsoft: 'https://login.microsoftonline.com/common/v2.0',
  apple: 'https://appleid.apple.com',
  gitlab: 'https://gitlab.com',
  discord: 'https://discord.com',
  github: 'https://github.com',
} as const;
type Kind = keyof typeof issuers;
const kinds = Object.keys(issuers) as Kind[];

const appleKey = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const apple = {
  ...{ teamId: 'TEAM', keyId: 'KEY' },
  privateKey: appleKey.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
};

let at: Readonly<Record<Kind, TestProvider>>;
let settings: ProviderSettings[];
beforeAll(async () => {
  const made = await Promise.all(
    kinds.map(async (kind) => [kind, await createIdentityProvider(issuers[kind])] as const),
  );
  at = Object.fromEntries(made) as typeof at;
  settings = kinds.map((kind) =>
    at[kind].settings({
      ...{ id: kind, kind, label: kind, issuer: '' },
      ...(kind === 'apple' && { clientSecret: '', apple }),
    }),
  );
});
beforeEach(() => {
  for (const kind of kinds) {
    at[kind].person = { sub: freshName('sub') };
    at[kind].script = {};
  }
});

/** Each host that there is, and nothing else of the world. */
const outbound: Outbound = async (request) => {
  const { hostname } = new URL(request.url);
  const kind = kinds.find(
    (one) => new URL(issuers[one]).hostname === hostname.replace(/^api\.github/, 'github'),
  );
  return kind ? at[kind].outbound(request) : { ok: false, cause: 'unreachable' };
};

const open = (url: URL, to: Browser) => to.get(`${url.pathname}${url.search}`);
const begin = async (browser: Browser, kind: Kind) =>
  (await browser.get(`/login/with/${kind}?next=/account`)).headers.location ?? '';

/** To the provider, and back with whatever it sends. */
const signIn = async (browser: Browser, kind: Kind) =>
  open(at[kind].visit(await begin(browser, kind)), browser);

const toNew = (kind: Kind) => `/login/with/${kind}/new?next=%2Faccount`;

async function faultIn({ services: { db } }: TestApp): Promise<string | undefined> {
  const parts = await db.selectFrom('trail_parts').select('steps').orderBy('id').execute();
  const steps = parts.flatMap((part) => JSON.parse(part.steps) as { ok?: boolean; fault?: string }[]);
  return steps.findLast(({ ok, fault }) => ok === false && fault !== undefined)?.fault;
}

eachApp('a provider of each kind', (openApp) => {
  let opened: Promise<TestApp> | undefined;
  const start = () => {
    opened ??= openApp({ outbound, login: { with: settings } } as never);
    return opened;
  };

  /** Of each answer that lies nobody is signed in and nobody becomes new; the same told truly leads on. */
  async function refuses(
    app: TestApp,
    kind: Kind,
    lies: readonly (readonly [string, Script])[],
    truth: Script,
  ) {
    for (const [fault, script] of lies) {
      at[kind].script = script;
      const answer = await signIn(app.browser(), kind);
      expect(answer.status, `${kind}: ${fault}`).toBe(502);
      expect(await faultIn(app)).toBe(fault);
      at[kind].script = truth;
      expect((await signIn(app.browser(), kind)).headers.location).toBe(toNew(kind));
    }
  }

  /** Somebody whose address is verified here. */
  async function owner(app: TestApp): Promise<string> {
    const username = freshName();
    const email = `${username}@example.com`;
    const browser = app.browser();
    await browser.register(username, goodPassword);
    const { id = '' } = (await browser.get('/api/session')).body.account ?? {};
    await inTransaction(app.services.db, (tx) =>
      insertVerifiedEmail(tx, id, { address: email, key: email }, app.clock()),
    );
    return email;
  }

  test('Microsoft: the issuer is that of the tenant, and a key signs for the tenants that it is for', async () => {
    const app = await start();
    const [company, people] = [
      '0f1e2d3c-1111-2222-3333-444455556666',
      '9188040d-6c67-4c5b-b112-36a304b66dad',
    ];
    const issuer = (tenant: string) => `https://login.microsoftonline.com/${tenant}/v2.0`;
    const metadata = {
      issuer: issuer('{tenantid}'),
      authorization_response_iss_parameter_supported: undefined,
    };
    const back = (parameters: URLSearchParams) => parameters.delete('iss');
    // The key of private accounts is published beside the others, and has been stolen once.
    const keys = [{ issuer: issuer('{tenantid}') }, { kid: 'private', issuer: issuer(people) }];
    const says = (tid: unknown, iss: unknown, kid = 'one'): Script => ({
      ...{ metadata, back, keys, kid },
      claims: (claims) => ({ ...claims, tid, iss }),
    });
    await refuses(
      app,
      'microsoft',
      [
        ['issuer', says(company, issuer(people))],
        ['issuer', says(undefined, issuer(company))],
        ['issuer', says('', issuer(company))],
        ['issuer', says(company, issuer('{tenantid}'))],
        ['issuer', says(company, issuers.microsoft)],
        ['issuer', says(company, `https://evil.example.com/${company}/v2.0`)],
        ['issuer', says(company, issuer(company), 'private')],
      ],
      says(company, issuer(company)),
    );
    // One subject in two tenants is two people.
    const browser = app.browser();
    await signIn(browser, 'microsoft');
    await browser.submit('/login/with/microsoft/new', { username: freshName() });
    const inOther = app.browser();
    at.microsoft.script = says(people, issuer(people), 'private');
    expect((await signIn(inOther, 'microsoft')).headers.location).toBe(toNew('microsoft'));
    const rows = await app.services.db
      .selectFrom('outside_identities')
      .select('issuer')
      .where('subject', '=', String(at.microsoft.person.sub))
      .execute();
    expect(rows).toEqual([{ issuer: issuer(company) }]);
    // Whoever has a tenant writes any address into it: it doesn't even show whose it is.
    at.microsoft.person = { sub: freshName('sub'), email: await owner(app), email_verified: true };
    expect((await signIn(app.browser(), 'microsoft')).headers.location).toBe(toNew('microsoft'));
  });

  test('Apple: a secret that its key signs, and an answer by a form without a cookie, with a name once', async () => {
    const app = await start();
    at.apple.script = {
      takes: async (secret) => (await jwtVerify(secret, appleKey.publicKey)).payload.iss === 'TEAM',
    };
    const browser = app.browser();
    const address = await begin(browser, 'apple');
    expect(new URL(address).searchParams.get('response_mode')).toBe('form_post');
    const back = at.apple.visit(address);
    const user = JSON.stringify({ name: { firstName: 'Grace', lastName: 'Hopper' } });
    const post = (fields: Record<string, string>) =>
      app.browser().send('POST', back.pathname, undefined, {
        form: fields,
        headers: { origin: issuers.apple, 'sec-fetch-site': 'cross-site' },
      });
    const posted = await post({ ...Object.fromEntries(back.searchParams), user });
    expect(posted.status, posted.text).toBe(303);
    const { location = '' } = posted.headers;
    expect(location).not.toContain('Grace');
    expect((await app.browser().get(location)).status, 'without the cookie').toBe(410);
    const landed = await browser.get(location);
    expect(landed.headers.location, landed.text).toBe(toNew('apple'));
    expect((await browser.get(location)).status, 'again').toBe(410);
    // A form of anybody's own signs nobody in.
    const forged = await post({ state: 'forged', code: 'any' });
    expect((await browser.get(forged.headers.location ?? '')).status).toBe(410);
    const made = await browser.submit('/login/with/apple/new', { username: freshName() });
    expect(made.status, made.text).toBe(303);
    // Apple sends no name from then on, and isn't asked for one.
    const again = app.browser();
    await signIn(again, 'apple');
    expect((await again.get('/api/session')).body.account).toBeDefined();
    at.apple.script = { takes: async () => false };
    expect((await signIn(app.browser(), 'apple')).status).toBe(502);
    expect(await faultIn(app)).toBe('client-refused');
  });

  test('Google and GitLab: their own issuer, and an address that only the boolean makes verified', async () => {
    const app = await start();
    const email = await owner(app);
    for (const kind of ['google', 'gitlab'] as const) {
      const isGitLab = kind === 'gitlab';
      const truth: Script = isGitLab ? { emailInUserinfo: true } : {};
      const bare = new URL(issuers[kind]).hostname;
      const lies: (readonly [string, Script])[] = [bare, `${issuers[kind]}/`, issuers.apple].map((iss) => [
        'issuer',
        { ...truth, claims: (claims) => ({ ...claims, iss }) },
      ]);
      await refuses(app, kind, lies, truth);
      at[kind].asked.length = 0;
      for (const verified of [true, false, 'true', 1, null]) {
        at[kind].person = { sub: freshName('sub'), email, email_verified: verified };
        const answer = await signIn(app.browser(), kind);
        expect(answer.status, `${kind} ${verified}`).toBe(verified === true ? 409 : 303);
      }
      expect(at[kind].asked.includes('GET /userinfo'), kind).toBe(isGitLab);
    }
    // What is in the ID token isn't asked for again, and nobody is asked whose address it is not.
    at.gitlab.script = { emailInUserinfo: true, userinfo: { sub: freshName('sub') } };
    expect((await signIn(app.browser(), 'gitlab')).status).toBe(502);
    expect(await faultIn(app)).toBe('subject');
  });

  test('GitHub: the primary address alone counts, and only as GitHub has verified it', async () => {
    const app = await start();
    const email = await owner(app);
    const other = `${freshName()}@example.com`;
    const cases: [unknown, number][] = [
      [[{ email, primary: true, verified: true }], 409],
      [[{ email, primary: true, verified: false }], 303],
      [[{ email, primary: true, verified: 'true' }], 303],
      [[{ email, primary: 'true', verified: true }], 303],
      [
        [
          { email, primary: false, verified: true },
          { email: other, primary: true, verified: true },
        ],
        303,
      ],
      [[], 303],
      [{ message: 'Not Found' }, 303],
      [['text'], 502],
    ];
    for (const [emails, status] of cases) {
      at.github.person = { sub: 4711, preferred_username: 'octo' };
      at.github.script = { emails };
      expect((await signIn(app.browser(), 'github')).status, JSON.stringify(emails)).toBe(status);
    }
  });

  test('Discord: an address counts only as Discord has verified it', async () => {
    const app = await start();
    const email = await owner(app);
    for (const verified of [true, false, 'true', 1, undefined]) {
      at.discord.person = { sub: '4711', email, email_verified: verified };
      const { status } = await signIn(app.browser(), 'discord');
      expect(status, String(verified)).toBe(verified === true ? 409 : 303);
    }
  });

  test('each is asked for what its kind has, without a nonce where there is no ID token', async () => {
    const app = await start();
    const asked = async (kind: Kind) => new URL(await begin(app.browser(), kind)).searchParams;
    for (const kind of kinds) {
      const parameters = await asked(kind);
      const isPlain = kind === 'github' || kind === 'discord';
      expect(parameters.has('nonce'), kind).toBe(!isPlain);
      expect(parameters.get('scope')?.split(' ').includes('openid'), kind).toBe(!isPlain);
      expect(parameters.get('code_challenge_method'), kind).toBe('S256');
      expect(parameters.get('redirect_uri')).toBe(`${app.config.publicUrl}/login/with/${kind}/back`);
    }
  });

  test('whoever has no account begins there too, from this server or from an app', async () => {
    const app = await openApp({
      ...{ outbound, allowedOrigins: ['https://app.example.com'] },
      login: { with: settings.map((one) => ({ ...one, newAccounts: one.id !== 'gitlab' })) },
    } as never);
    const page = await app.browser().get('/register?next=/account');
    expect(page.text).toContain('href="/login/with/google?next=%2Faccount"');
    expect(page.text, 'where it makes no accounts').not.toContain('/login/with/gitlab');
    for (const [next, leads] of [
      ['https://app.example.com/welcome', 'https://app.example.com/welcome'],
      ['https://evil.example.com/', '/account'],
    ] as const) {
      const browser = app.browser();
      at.google.person = { sub: freshName('sub') };
      const out = await browser.get(`/login/with/google?${new URLSearchParams({ next })}`);
      const back = await open(at.google.visit(out.headers.location ?? ''), browser);
      const sent = {
        username: freshName(),
        next: new URL(back.headers.location ?? '', app.config.publicUrl).searchParams.get('next') ?? '',
      };
      expect(leadsTo(await browser.submit('/login/with/google/new', sent))).toBe(leads);
    }
  });
});
