import { expect, test } from 'vitest';
import { addableFactors } from '../../src/factors/index.ts';
import { days } from '../../src/kit/duration.ts';
import { formsOf, type Route } from '../../src/kit/http/index.ts';
import { actingAsCommand } from '../../src/operate/accounts/index.ts';
import { createRole } from '../../src/operate/roles/index.ts';
import { allRoutes } from '../../src/server.ts';
import { accountActs } from '../../src/surfaces/admin/accounts/acts/account-acts.ts';
import { anybody } from '../support/admin-requests.ts';
import { administratorWith } from '../support/administrators.ts';
import {
  eachApp,
  freshName,
  goodPassword,
  type OpenApp,
  otherPassword,
  type Settings,
  type TestApp,
} from '../support/app.ts';
import type { Answer, Browser } from '../support/browser-of.ts';
import { everyRowButCounts } from '../support/every-row.ts';
import { createIdentityProvider } from '../support/identity-provider.ts';
import { freshAddress } from '../support/mails.ts';
import { addPasskey, unfinished } from '../support/second-factors.ts';

/** Somebody in front of a form, and what stands in its address and in that of its twin. */
interface Scene {
  readonly app: TestApp;
  readonly browser: Browser;
  readonly ids: Readonly<Record<string, string>>;
}

type Begin = (open: OpenApp) => Promise<Scene>;

let addresses = 0;
const visitor = (app: TestApp) => app.browser({ address: `10.13.1.${++addresses % 250}` });

const stranger =
  (settings: Settings = {}): Begin =>
  async (open) => {
    const app = await open(settings);
    return { app, browser: visitor(app), ids: {} };
  };

const signedInWith =
  (settings: Settings): Begin =>
  async (open) => {
    const scene = await stranger(settings)(open);
    expect((await scene.browser.register(freshName(), goodPassword)).status).toBe(201);
    return { ...scene, ids: { id: 'nothing' } };
  };

const signedIn = signedInWith({});

/** A login that a registration leaves half-way, for what these settings ask for. */
const registering =
  (settings: Settings, more: () => object = () => ({})): Begin =>
  async (open) => {
    const { app, browser } = await stranger(settings)(open);
    const { body } = await browser.register(freshName(), goodPassword, more());
    expect(body.status).toBe('more');
    return { app, browser, ids: { attempt: body.attempt ?? '' } };
  };

/** Back from a provider, without an account. */
const newcomer: Begin = async (open) => {
  const provider = await createIdentityProvider();
  const { app, browser } = await stranger({
    login: { with: [provider.settings({ id: 'example' })] },
    outbound: provider.outbound,
  })(open);
  provider.person = { sub: freshName() };
  const out = await browser.get('/login/with/example');
  const back = provider.visit(out.headers.location ?? '');
  expect((await browser.get(`${back.pathname}${back.search}`)).status).toBe(303);
  return { app, browser, ids: { provider: 'example' } };
};

/** An administrator in front of somebody else's account. */
const administrating: Begin = async (open) => {
  const app = await open();
  const { self: browser } = await administratorWith(app, 'administrator');
  return { app, browser, ids: { id: (await anybody(app)).id, role: 'support' } };
};

/** The same in front of a role of their own. */
const withRole: Begin = async (open) => {
  const scene = await administrating(open);
  const { services } = scene.app;
  const wanted = { name: freshName('role'), kind: 'admin', permissions: [] } as const;
  const { id, name: role } = await createRole(services, actingAsCommand(), wanted);
  return { ...scene, ids: { id, role } };
};

const begins: Readonly<Record<string, Begin>> = {
  '/register': stranger(),
  '/login': stranger(),
  '/login/with/:provider/new': newcomer,
  '/login/send-code': stranger({ login: { emailCode: true } }),
  '/recover': stranger(),
  '/recover/complete': stranger(),
  '/email/verify': stranger(),
  '/invitation': stranger(),
  '/account/invitation': signedIn,
  '/login/second-factor': async (open) => {
    const app = await open();
    const { browser, attempt = '' } = await unfinished(app);
    return { app, browser, ids: { attempt } };
  },
  '/login/email-code': async (open) => {
    const { app, browser } = await stranger({ login: { emailCode: true } })(open);
    const { attempt = '' } = (await browser.post('/api/login', { username: freshName() })).body;
    return { app, browser, ids: { attempt } };
  },
  '/login/verify-email': registering({ email: { verification: 'before-login' } }, () => ({
    email: freshAddress(),
  })),
  '/login/add-second-factor': registering({ login: { secondFactor: 'required' } }),
  '/login/new-password': async (open) => {
    const username = freshName();
    const development = await open();
    await development.browser().post(`/register?username=${username}&password=insecure&data=x`);
    await development.services.trails.flush();
    const app = await open({ mode: 'production', publicUrl: 'http://localhost:5000' });
    const browser = visitor(app);
    const { attempt = '' } = (await browser.login(username, 'insecure')).body;
    return { app, browser, ids: { attempt } };
  },
  ...Object.fromEntries(
    addableFactors.map(({ own }) => [
      `/account/security/${own?.section}/confirm`,
      async (open: OpenApp) => {
        const scene = await signedIn(open);
        if (own?.begin) await scene.browser.post(own.begin.path);
        return scene;
      },
    ]),
  ),
  '/account/security/passkeys/:id/rename': async (open) => {
    const scene = await signedIn(open);
    return { ...scene, ids: { id: await addPasskey(scene.browser) } };
  },
  '/setup': signedInWith({ admin: { setupSecret: 'mdq8R4sVb2Xn7Lw0TzKe5Yc9HuGf3JpA6iEo1DkQ' } }),
  ...Object.fromEntries(
    accountActs.map(({ name }) => [`/admin/accounts/:id/${name}`, administrating] as const),
  ),
  '/admin/accounts/:id/roles/:role/grant': administrating,
  '/admin/roles/new': administrating,
  '/admin/invitations/new': administrating,
  '/admin/accounts/new': administrating,
  '/admin/tokens/new': administrating,
  '/admin/accounts/:id/roles/:role/revoke': administrating,
  '/admin/roles/:id/edit': withRole,
  '/admin/roles/:id/delete': withRole,
  '/admin/tokens/:id/revoke': async (open) => {
    const scene = await administrating(open);
    const expiresAt = new Date(scene.app.clock() + days(1)).toISOString();
    const token = { name: 'Nightly sync', permissions: ['accounts:read'], expiresAt };
    const made = (await scene.browser.post('/api/admin/tokens', token)).body as unknown as { id: string };
    return { ...scene, ids: { id: made.id } };
  },
  '/account/password': signedIn,
  '/account/email': signedIn,
  '/account/delete': signedIn,
  '/account/prove': signedIn,
  '/account/keys/new': signedIn,
};

/** A value that the schema of each field takes. */
const well: Readonly<Record<string, () => string>> = {
  username: () => freshName(),
  password: () => goodPassword,
  currentPassword: () => goodPassword,
  newPassword: () => otherPassword,
  email: freshAddress,
  identifier: () => 'nobody-here',
  code: () => '000000',
  token: () => 'lnk_nothing',
  secret: () => 'not the one',
  reason: () => 'Asked for it on the phone',
  name: () => 'my key',
  kind: () => 'admin',
  expiresAt: () => '2031-01-31T00:00:00.000Z',
  permissions: () => 'accounts:read',
  scopes: () => 'data:read',
};

interface Property {
  readonly type?: string;
  readonly const?: unknown;
  readonly minLength?: number;
  readonly maxLength?: number;
}

interface Fields {
  readonly properties: Readonly<Record<string, Property>>;
  readonly required?: readonly string[];
}

/** A form with fields, by the value of the field that chooses it, if there is one. */
interface Case {
  readonly page: Route;
  readonly chosen: Readonly<Record<string, string>>;
  readonly twin: string;
  readonly fields: Fields;
}

const settings: Settings = { login: { emailCode: true } };
const routesOf = (app: TestApp) => allRoutes(app.services, '0.0.0-test');

function casesOf(routes: readonly Route[]): Case[] {
  return routes.flatMap((page): Case[] => {
    const { form } = page;
    if (!form) return [];
    const chosen = 'by' in form ? Object.keys(form.forms).map((value) => ({ [form.by]: value })) : [{}];
    return formsOf(form).map(({ twin, schema }, at) => ({
      page,
      chosen: chosen[at] ?? {},
      twin,
      fields: schema as unknown as Fields,
    }));
  });
}

/** What the request needs and the form doesn't: an identity at a provider stands in for a password. */
const replacedFor = ({ page }: Case): Readonly<Record<string, string>> =>
  page.path === '/login/with/:provider/new' ? { password: goodPassword } : {};

/** What the API has at the places that the form is for; a form may ask for more of it. */
function bodiesOf(route: Route | undefined): Fields[] {
  const body = route?.body as (Fields & { anyOf?: Fields[] }) | undefined;
  return body?.anyOf ?? (body ? [body] : []);
}

/** The value of a field as a form sends it and as JSON has it; undefined leaves it out. */
type Values = Readonly<Record<string, string | undefined>>;

const given = (values: Values) =>
  Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );

/** Whether a body needs no other field than these, and has all of them. */
const isWhole = ({ properties, required = [] }: Fields, values: Values) =>
  required.every((name) => values[name] !== undefined) &&
  Object.keys(given(values)).every((name) => Object.hasOwn(properties, name));

/** The addresses of forms that say neither which request of the API they are, nor why they are none. */
const undeclaredIn = (routes: readonly Route[]) =>
  routes
    .filter(({ kind, method }) => kind === 'page' && method === 'POST')
    .filter(({ form, noTwin }) => (form === undefined) === (noTwin === undefined))
    .map(({ path }) => path);

const routeOf = (routes: readonly Route[], twin: string) =>
  routes.find(({ method, path, kind }) => kind === 'api' && `${method} ${path}` === twin);

const filledIn = (path: string, ids: Scene['ids']) =>
  path.replaceAll(/:(\w+)/g, (_all, name: string) => ids[name] ?? 'nothing');

function askTwin({ browser, ids }: Scene, one: Case, values: Values, doubled?: string): Promise<Answer> {
  const { twin, fields } = one;
  const [method = '', path = ''] = twin.split(' ');
  const members = Object.entries({ ...replacedFor(one), ...given(values) }).map(([name, text]) => {
    const value = fields.properties[name]?.type === 'array' ? [text] : text;
    return `${JSON.stringify(name)}:${JSON.stringify(value)}`;
  });
  const twice = doubled === undefined ? [] : [`${JSON.stringify(doubled)}:"x"`];
  const raw = `{${[...members, ...twice].join(',')}}`;
  return browser.send(method as 'POST', filledIn(path, ids), undefined, { raw });
}

async function submit({ browser, ids }: Scene, { page, chosen }: Case, values: Values, doubled?: string) {
  const url = filledIn(page.path, ids);
  const form = { ...chosen, next: '/account', ...given(values) };
  if (doubled === undefined) return browser.submit(url, form);
  const raw = `${new URLSearchParams(form)}&${doubled}=x`;
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return browser.send('POST', url, undefined, { raw, headers });
}

/** Counted once and sent as several bytes, by a form as three times as many; of the widest, the API takes no 4096. */
const wide = (maxLength: number) => (maxLength > 1000 ? 'é' : '😀');

/** What breaks one bound of a field each. */
function faultsOf(name: string, { properties, required = [] }: Fields): [string, Values, string?][] {
  const { type, minLength = 0, maxLength, ...rest } = properties[name] ?? {};
  const isRequired = required.includes(name);
  return [
    // A list of which nothing is ticked is an empty one.
    ...(isRequired && type !== 'array' ? [['missing', { [name]: undefined }] as [string, Values]] : []),
    ...(isRequired && minLength > 0 ? [['empty', { [name]: '' }] as [string, Values]] : []),
    ...(maxLength === undefined
      ? []
      : ['x', wide(maxLength)].map((one): [string, Values] => [
          `too long by ${one}`,
          { [name]: one.repeat(maxLength + 1) },
        ])),
    ...(type === 'boolean' || 'anyOf' in rest
      ? [['no choice', { [name]: 'maybe' }] as [string, Values]]
      : []),
    ...(type === 'string' ? [['twice', {}, name] as [string, Values, string]] : []),
  ];
}

const escaped = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll(/`([^`]*)`/g, '<code>$1</code>');

/** All but what a page writes that is only shown. */
async function rowsOf({ database, services }: TestApp) {
  await services.trails.flush();
  // But the trail that says that it was refused.
  return (await everyRowButCounts(database)).filter(
    ({ table, text }) => !/^(sessions|passkey_challenges)$/.test(table) && !text.includes('refused-early'),
  );
}

const nameOf = ({ page, chosen }: Case) => [page.path, ...Object.values(chosen)].join(' ');

eachApp('a form and the request of the API that is its twin', (open) => {
  test('have one definition: the fields of the form are those of the body, and no bound differs', async () => {
    const routes = routesOf(await open(settings));
    const forms = routes.filter(({ kind, method }) => kind === 'page' && method === 'POST');
    expect(forms.length).toBeGreaterThan(23);
    expect(undeclaredIn(routes), 'a form names its twin, or says why there is none').toEqual([]);
    const [some] = forms;
    expect(undeclaredIn(some ? [{ ...some, form: undefined, path: '/x' } as unknown as Route] : [])).toEqual([
      '/x',
    ]);
    expect(forms.filter(({ noTwin }) => noTwin).map(({ path }) => path)).toEqual([
      '/login/with/:provider/back',
      '/account/data',
      '/account/security/passkeys/codes',
      '/oauth/ask/:uid',
      '/device',
      '/oauth/logout/confirm',
      '/dev/apps/try',
      '/admin/accounts/:id/impersonate',
      '/impersonation/stop',
    ]);
    for (const one of casesOf(routes)) {
      const twin = routeOf(routes, one.twin);
      expect(twin, one.twin).toBeDefined();
      const wanted = Object.entries(one.fields.properties);
      const bodies = bodiesOf(twin);
      if (wanted.length === 0) continue;
      const fits = bodies.some(
        ({ properties, required = [] }) =>
          wanted.every(([name, property]) => JSON.stringify(properties[name]) === JSON.stringify(property)) &&
          required.every((name) => one.fields.required?.includes(name) || name in replacedFor(one)),
      );
      expect(fits, `${nameOf(one)} and ${one.twin}`).toBe(true);
    }
  });

  test('R17 refuse the same by the same sentence, count nothing, and change nothing', async () => {
    const tried = new Set<string>();
    const routes = routesOf(await open(settings));
    for (const one of casesOf(routes)) {
      const bodies = bodiesOf(routeOf(routes, one.twin));
      const names = Object.keys(one.fields.properties).filter(
        (name) => one.fields.properties[name]?.const === undefined,
      );
      if (names.length === 0) continue;
      const begin = begins[one.page.path];
      expect(begin, `somebody in front of ${one.page.path}`).toBeDefined();
      if (!begin) continue;
      const scene = await begin(open);
      const { required = [] } = one.fields;
      const usual = Object.fromEntries(required.map((name) => [name, well[name]?.() ?? one.chosen[name]]));
      const before = await rowsOf(scene.app);
      for (const name of names) {
        for (const [fault, change, doubled] of faultsOf(name, one.fields)) {
          const what = `${nameOf(one)}: ${name} ${fault}`;
          const values = { ...usual, ...(doubled && { [doubled]: 'x' }), ...change };
          const page = await submit(scene, one, values, doubled);
          expect([page.status, page.cookies], what).toEqual([400, []]);
          tried.add(what);
          // Over the API it may be another request, such as a login by a passkey, which has no name.
          if (fault === 'missing' && bodies.some((body) => isWhole(body, values))) continue;
          const api = await askTwin(scene, one, values, doubled);
          expect([api.status, api.body.code], what).toEqual([400, 'invalid-request']);
          const details = (api.body.errors ?? []).filter(({ pointer }) => pointer === `/${name}`);
          const said = details.filter(({ detail }) => page.text.includes(escaped(detail)));
          expect(said.length, `${what}: ${JSON.stringify(api.body.errors)}`).toBeGreaterThan(0);
        }
      }
      expect(await rowsOf(scene.app), nameOf(one)).toEqual(before);
    }
    expect(tried.size).toBeGreaterThan(80);
  });

  test('R17 answer alike what is left out, by the form as an empty field', async () => {
    const tried: string[] = [];
    for (const one of casesOf(routesOf(await open(settings)))) {
      const { properties, required = [] } = one.fields;
      const begin = begins[one.page.path];
      // Without its code, a code by email is sent; the page has a button of its own for that.
      if (!begin || one.page.path === '/account/prove') continue;
      for (const [name, { type }] of Object.entries(properties)) {
        if (type !== 'string' || required.includes(name)) continue;
        const usual = () => Object.fromEntries(required.map((field) => [field, well[field]?.()]));
        const api = await askTwin(await begin(open), one, usual());
        const page = await submit(await begin(open), one, { ...usual(), [name]: '' });
        const what = `${nameOf(one)}: ${name}`;
        expect(page.status < 400 ? 'taken' : page.status, what).toBe(api.status < 400 ? 'taken' : api.status);
        tried.push(`${one.page.path} ${name}`);
      }
    }
    expect(tried).toEqual(
      expect.arrayContaining([
        '/register email',
        '/account/password currentPassword',
        '/account/delete password',
      ]),
    );
  });

  test('R17 take the longest that the API takes, and answer it alike', async () => {
    for (const one of casesOf(routesOf(await open(settings)))) {
      const { properties, required = [] } = one.fields;
      for (const name of required) {
        const { maxLength } = properties[name] ?? {};
        const begin = begins[one.page.path];
        if (maxLength === undefined || !begin) continue;
        const usual = Object.fromEntries(
          required.map((field) => [field, well[field]?.() ?? one.chosen[field]]),
        );
        const values = { ...usual, [name]: wide(maxLength).repeat(maxLength) };
        const api = await askTwin(await begin(open), one, values);
        const page = await submit(await begin(open), one, values);
        const what = `${nameOf(one)}: ${name}`;
        expect(api.status, what).not.toBe(400);
        expect(page.status < 400 ? 'taken' : page.status, what).toBe(api.status < 400 ? 'taken' : api.status);
      }
    }
  });
});
