import Ajv from 'ajv';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import { eachApp, type OpenApp } from '../../../test/support/app.ts';
import type { Factor } from '../../factors/factor.ts';
import { factors } from '../../factors/index.ts';
import { openApiDocument } from '../../kit/http/index.ts';
import { allRoutes } from '../../server.ts';
import { describedApi } from './described-api.ts';

/**
 * What generated clients call each request. It's a contract: add to it, but rename nothing, since the programs of others
 * stop compiling.
 */
const operations: Readonly<Record<string, string>> = {
  'GET /api/registration': 'getRegistration',
  'POST /api/register': 'register',
  'POST /api/invitations/accept': 'registerByInvitation',
  'POST /api/me/invitations': 'acceptInvitation',
  'POST /api/login': 'logIn',
  'POST /api/logout': 'logOut',
  'GET /api/login/steps': 'getStepForms',
  'GET /api/challenge': 'getChallenge',
  'POST /api/login/{attempt}/passkey': 'completeLoginWithPasskey',
  'POST /api/login/{attempt}/totp': 'completeLoginWithTotp',
  'POST /api/login/{attempt}/recovery-code': 'completeLoginWithRecoveryCode',
  'POST /api/login/{attempt}/email-code': 'completeLoginWithEmailCode',
  'POST /api/login/{attempt}/new-password': 'completeLoginWithNewPassword',
  'POST /api/login/{attempt}/verify-email': 'completeLoginWithVerifiedEmail',
  'POST /api/login/{attempt}/passkey-error': 'reportPasskeyErrorInLogin',
  'POST /api/login/{attempt}/add-passkey': 'completeLoginByAddingPasskey',
  'POST /api/login/{attempt}/add-totp': 'completeLoginByAddingTotp',
  'POST /api/recover': 'requestPasswordReset',
  'POST /api/recover/complete': 'resetPassword',
  'GET /api/session': 'getSession',
  'GET /api/me': 'getAccount',
  'GET /api/me/export': 'exportAccount',
  'DELETE /api/me': 'deleteAccount',
  'POST /api/me/password': 'changePassword',
  'POST /api/reauthenticate': 'reauthenticate',
  'POST /api/reauthenticate/passkey-error': 'reportPasskeyError',
  'GET /api/login/with': 'listProviders',
  'GET /api/me/identities': 'listIdentities',
  'POST /api/me/identities/{id}': 'connectIdentity',
  'DELETE /api/me/identities/{id}': 'disconnectIdentity',
  'GET /api/me/keys': 'listKeys',
  'POST /api/me/keys': 'createKey',
  'DELETE /api/me/keys/{id}': 'revokeKey',
  'POST /api/keys/leaked': 'reportLeakedKey',
  'POST /api/session/token': 'createSessionToken',
  'POST /api/reauthenticate/with/{provider}': 'reauthenticateWithProvider',
  'GET /api/me/sessions': 'listSessions',
  'DELETE /api/me/sessions': 'endOtherSessions',
  'DELETE /api/me/sessions/{id}': 'endSession',
  'GET /api/me/apps': 'listApps',
  'DELETE /api/me/apps/{appId}': 'withdrawApp',
  'GET /api/me/email': 'getEmail',
  'PUT /api/me/email': 'changeEmail',
  'DELETE /api/me/email': 'removeEmail',
  'POST /api/email/verify': 'verifyEmail',
  'GET /api/me/data': 'getData',
  'PUT /api/me/data': 'replaceData',
  'PATCH /api/me/data': 'updateData',
  'GET /api/me/factors': 'getFactors',
  'POST /api/me/totp': 'setUpTotp',
  'POST /api/me/totp/confirm': 'confirmTotp',
  'DELETE /api/me/totp': 'removeTotp',
  'POST /api/me/passkeys/options': 'createPasskeyOptions',
  'POST /api/me/passkeys': 'addPasskey',
  'POST /api/me/passkeys/error': 'reportNewPasskeyError',
  'PATCH /api/me/passkeys/{id}': 'renamePasskey',
  'DELETE /api/me/passkeys/{id}': 'removePasskey',
  'POST /api/me/recovery-codes': 'replaceRecoveryCodes',
  'POST /api/setup': 'setUp',
  'GET /api/admin/statistics': 'getStatistics',
  'GET /api/admin/accounts': 'listAccounts',
  'POST /api/admin/accounts': 'createAccountFor',
  'GET /api/admin/accounts/{id}': 'getPerson',
  'GET /api/admin/accounts/{id}/sessions': 'listSessionsOfAccount',
  'GET /api/admin/accounts/{id}/events': 'listEventsOfAccount',
  'GET /api/admin/accounts/{id}/attempts': 'listAttemptsOfAccount',
  'GET /api/admin/accounts/{id}/data': 'getAccountData',
  'GET /api/admin/session': 'getAdminSession',
  'GET /api/admin/roles': 'listRoles',
  'POST /api/admin/roles': 'createRole',
  'PATCH /api/admin/roles/{role}': 'changeRole',
  'DELETE /api/admin/roles/{role}': 'deleteRole',
  'GET /api/admin/roles/{role}/accounts': 'listRoleAccounts',
  'PUT /api/admin/accounts/{id}/roles/{role}': 'grantRole',
  'DELETE /api/admin/accounts/{id}/roles/{role}': 'revokeRole',
  'PATCH /api/admin/accounts/{id}/attributes': 'changeAttributes',
  'POST /api/admin/accounts/{id}/unlock': 'unlockAccount',
  'POST /api/admin/accounts/{id}/enable': 'enableAccount',
  'POST /api/admin/accounts/{id}/undelete': 'undeleteAccount',
  'POST /api/admin/accounts/{id}/end-sessions': 'endAccountSessions',
  'POST /api/admin/accounts/{id}/ask-new-password': 'askForNewPassword',
  'POST /api/admin/accounts/{id}/username': 'changeUsername',
  'POST /api/admin/accounts/{id}/email': 'askForAddress',
  'POST /api/admin/accounts/{id}/disable': 'disableAccount',
  'POST /api/admin/accounts/{id}/remove-factors': 'removeAccountFactors',
  'POST /api/admin/accounts/{id}/remove-identity': 'removeAccountIdentity',
  'POST /api/admin/accounts/{id}/delete': 'deleteAccountLater',
  'GET /api/admin/invitations': 'listInvitations',
  'POST /api/admin/invitations': 'invite',
  'DELETE /api/admin/invitations/{id}': 'revokeInvitation',
  'GET /api/admin/tokens': 'listTokens',
  'POST /api/admin/tokens': 'createToken',
  'DELETE /api/admin/tokens/{id}': 'revokeToken',
  'GET /api/admin/attempts': 'listAttempts',
  'GET /api/admin/mail': 'listMail',
  'POST /api/admin/mail/{id}/retry': 'retryMail',
  'GET /api/admin/apps': 'listAllApps',
  'GET /api/admin/apps/{id}': 'getApp',
  'GET /api/admin/export': 'exportPeople',
  'GET /api/admin/audit': 'listAudit',
  'GET /api/admin/settings': 'listSettings',
};

/** What a client may call its types. Of these, too, none is renamed. */
const schemas = [
  'Account',
  'AccountExport',
  'AllowedApp',
  'AuthenticatorApp',
  'Caller',
  'Challenge',
  'CompleteLogin',
  'CompleteReauthentication',
  'Credentials',
  'Data',
  'DataPatch',
  'Email',
  'EmailChange',
  'Factor',
  'Factors',
  'Login',
  'OwnAccount',
  'Passkey',
  'PasskeyAssertion',
  'PasskeyOptions',
  'PasskeyRegistration',
  'PasswordChange',
  'Problem',
  'Reauthentication',
  'RecoveryCodes',
  'RecoveryCodesLeft',
  'Registration',
  'Session',
  'Step',
  'TotpSetup',
  'UnfinishedLogin',
  'UnfinishedReauthentication',
];

/** The requests of a factor, whichever it is, so that a new one needs no line above. */
function requestsOf({ name, enrolment, own }: Factor): string[] {
  const { begin, add, remove } = own ?? {};
  const inLogin = [name, ...(enrolment ? [`add-${name}`] : [])].map((step) => `/api/login/{attempt}/${step}`);
  const posts = [...inLogin, begin?.path, add?.path].flatMap((path) => (path ? [`POST ${path}`] : []));
  return [...posts, ...(remove ? [`DELETE ${remove.path.replace(':id', '{id}')}`] : [])];
}

/** What is sent without a body. */
const withoutBody = [
  'POST /api/logout',
  'POST /api/me/recovery-codes',
  'POST /api/admin/mail/{id}/retry',
  ...factors.flatMap(({ own }) => (own?.begin ? [`POST ${own.begin.path}`] : [])),
];

interface Media {
  readonly schema: object;
  readonly example?: unknown;
}

interface Described {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly security: readonly object[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, Media>> }>>;
}

/** The document as it is served, its requests by method and path. */
async function describe(open: OpenApp) {
  const { browser, app } = await open();
  const document = JSON.parse((await browser().get('/openapi.json')).text);
  const requests = new Map<string, Described>(
    Object.entries<Record<string, Described>>(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(
        ([method, described]) => [`${method.toUpperCase()} ${path}`, described] as const,
      ),
    ),
  );
  return { document, requests, app };
}

/** Checks a value against a schema of the document. */
function checker(document: { components: { schemas: object } }) {
  const ajv = addFormats.default(new Ajv2020.default({ strict: false, allErrors: true }));
  ajv.addSchema(document, 'openapi');
  return (schema: object, value: unknown): string => {
    const inDocument = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"openapi#/'));
    return ajv.validate(inDocument, value) ? '' : ajv.errorsText();
  };
}

type Property = Readonly<Record<string, unknown>>;

/** The properties anywhere in a document that are named as times are, or have a time as their example. */
function timesIn(part: unknown): [name: string, property: Property][] {
  if (typeof part !== 'object' || part === null) return [];
  const { properties = {} } = part as { properties?: Readonly<Record<string, Property>> };
  const own = Object.entries(properties).filter(
    ([name, { examples = [] }]) =>
      /^(.+At|since|authTime)$/.test(name) || /^\d{4}-\d\d-\d\dT/.test(String((examples as unknown[])[0])),
  );
  return [...own, ...Object.values(part).flatMap(timesIn)];
}

eachApp('the description of the API', (open) => {
  test('V2.1.1 is of exactly the routes of the API, under names that never change', async () => {
    const { document, requests, app } = await describe(open);
    expect(document.openapi).toBe('3.1.0');
    const added = factors.flatMap(requestsOf).filter((request) => !(request in operations));
    const names = [...requests].map(([request, { operationId }]) => [request, operationId] as const);
    expect(Object.fromEntries(names.filter(([request]) => !added.includes(request)))).toEqual(operations);
    expect(added.filter((request) => !requests.has(request))).toEqual([]);
    const ids = names.map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [request, { operationId }] of requests) {
      expect(operationId).toMatch(/^[a-z]+([A-Z][a-z]+)*$/);
      const [method = '', path = ''] = request.split(' ');
      const url = path.replaceAll(/\{(\w+)\}/g, ':$1');
      expect(app.hasRoute({ method: method as 'GET', url }), request).toBe(true);
    }
  });

  test('V8.1.1 says who may send each request', async () => {
    const { requests } = await describe(open);
    const bySession = [{ cookie: [] }, { bearer: [] }];
    const byKey: Readonly<Record<string, string>> = {
      'GET /api/me': 'account:read',
      'GET /api/me/data': 'data:read',
      'PUT /api/me/data': 'data:write',
      'PATCH /api/me/data': 'data:write',
    };
    for (const [request, { security }] of requests) {
      const isOwn = / \/api\/(me|session|reauthenticate|setup)(\/|$)/.test(request);
      const isStep = request.includes('{attempt}');
      const expected =
        request === 'POST /api/logout'
          ? [...bySession, {}]
          : isOwn
            ? [...bySession, ...(request in byKey ? [{ accessKey: [] }] : [])]
            : isStep
              ? [{ attemptCookie: [] }, { attemptBearer: [] }]
              : [];
      // Who may send a request of administrators, and by what, test/flows/rights.test.ts holds.
      if (request.includes(' /api/admin/')) expect(security.slice(0, 2), request).toEqual(bySession);
      else expect(security, request).toEqual(expected);
    }
  });

  test('names each schema that more than one request has, and its names never change', async () => {
    const { document } = await describe(open);
    const names = Object.keys(document.components.schemas).toSorted();
    expect(names).toEqual(expect.arrayContaining(schemas));
    const text = JSON.stringify(document);
    const referred = [...text.matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name]) => name);
    expect([...new Set(referred)].toSorted()).toEqual(names);
  });

  test('tells every request in words, in a section that says what it is for', async () => {
    const { document, requests } = await describe(open);
    const sections = document.tags.map(({ name }: { name: string }) => name);
    expect(sections.slice(0, 3)).toEqual(['Log in', 'Login steps', 'Data']);
    const used = [...requests.values()].flatMap(({ tags }) => tags);
    expect([...new Set(used)].toSorted()).toEqual(sections.toSorted());
    for (const { description } of document.tags) expect(description).toMatch(/^\p{Lu}.+\.$/su);
    for (const [request, { summary, description }] of requests) {
      expect(summary, request).toMatch(/^\p{Lu}.{3,45}[^.]$/u);
      expect(description, request).toMatch(/^\p{Lu}.+\.$/su);
    }
  });

  test('has an example of every body, which its schema takes', async () => {
    const { document, requests } = await describe(open);
    const faultsOf = checker(document);
    for (const [request, { requestBody, responses }] of requests) {
      const takes = /^(PUT|PATCH|POST) /.test(request) && !withoutBody.includes(request);
      const bodies = Object.values(requestBody?.content ?? {});
      if (takes) expect(bodies, request).not.toEqual([]);
      for (const { schema, example } of bodies) {
        expect(example, request).toBeDefined();
        expect(faultsOf(schema, example), request).toBe('');
      }
      for (const { content } of Object.values(responses)) {
        for (const { schema, example } of Object.values(content ?? {})) {
          if (example !== undefined) expect(faultsOf(schema, example), request).toBe('');
        }
      }
    }
  });

  test('says of every time that it is one, also where there may be none', async () => {
    const { document } = await describe(open);
    const times = timesIn(document);
    const names = times.map(([name]) => name);
    expect(names).toEqual(expect.arrayContaining(['lastLoginAt', 'lastUsedAt', 'verifiedAt', 'since']));
    expect(times.filter(([, { format }]) => format !== 'date-time')).toEqual([]);
  });

  test('has examples that work as they stand: create an account, log in, read and write its data', async () => {
    const { requests } = await describe(open);
    const { browser } = await open();
    const person = browser();
    const answers: [string, number][] = [];
    for (const request of [
      'POST /api/register',
      'POST /api/login',
      'GET /api/session',
      'GET /api/me/data',
      'PUT /api/me/data',
      'PATCH /api/me/data',
      'POST /api/reauthenticate',
      'POST /api/me/password',
    ] as const) {
      const [method, path] = request.split(' ') as ['GET', string];
      const example = requests.get(request)?.requestBody?.content['application/json']?.example;
      answers.push([request, (await person.send(method, path, example)).status]);
    }
    expect(answers.map(([, status]) => status)).toEqual([201, 200, 200, 200, 200, 200, 200, 204]);
  });

  test('names every status that a login can answer', async () => {
    const { requests } = await describe(open);
    const statuses = Object.keys(requests.get('POST /api/login')?.responses ?? {});
    expect(statuses.toSorted()).toEqual(['200', '400', '401', '403', '413', '415', '429', '500', '503']);
  });
});

eachApp('the schema of what a route takes', (open) => {
  test('is one, which the server itself does not check again', async () => {
    const { services } = await open();
    const ajv = addFormats.default(new Ajv.default({ strict: false }));
    const parts = allRoutes(services, '').flatMap(({ method, path, body, query, params }) =>
      Object.entries({ body, query, params }).map(
        ([part, schema]) => [`${method} ${path} ${part}`, schema] as const,
      ),
    );
    const given = parts.filter(([, schema]) => schema !== undefined);
    expect(given.length).toBeGreaterThan(150);
    for (const [part, schema] of given) expect(ajv.validateSchema(schema ?? {}), part).toBe(true);
    expect(ajv.validateSchema({ type: 'objekt' }), 'a schema that is none').toBe(false);
  });
});

eachApp('a contact in the description of the API', (open) => {
  test.each([
    ['', { url: 'http://localhost:5000' }],
    ['https://tea.example/help', { url: 'https://tea.example/help' }],
    ['mailto:help@tea.example?subject=Help', { email: 'help@tea.example' }],
  ])('is %j as the site has it', async (support, contact) => {
    const { services } = await open({
      siteName: 'Tea House',
      publicUrl: 'http://localhost:5000',
      links: { terms: '', privacy: '', support },
    });
    const { info } = openApiDocument(allRoutes(services, ''), describedApi(services, '1.2.3'));
    expect(info).toMatchObject({
      title: 'Tea House API',
      version: '1.2.3',
      contact: { name: 'Tea House', ...contact },
    });
  });
});
