import type { Config } from '../../../src/config/index.ts';
import { inTransaction } from '../../../src/kit/db/index.ts';
import { queueMail } from '../../../src/kit/mail/index.ts';
import { actingAsCommand } from '../../../src/operate/accounts/index.ts';
import { addApp, saveResource } from '../../../src/operate/apps/index.ts';
import { grantRole } from '../../../src/operate/roles/index.ts';
import { findRole } from '../../../src/people/roles/index.ts';
import { accountActs } from '../../../src/surfaces/admin/accounts/acts/account-acts.ts';
import { storedIdentity } from '../../../test/support/stored-identity.ts';
import { addApp as addAuthenticator, confirmAddress, password, registered } from '../people.ts';
import { inBothModes, production, type Scene, type Stage } from '../stage.ts';
import type { Visitor } from '../visitor.ts';

const setupSecret = 'mdq8R4sVb2Xn7Lw0TzKe5Yc9HuGf3JpA6iEo1DkQ';

/** How the first administrator comes to be where nobody can run a command. */
async function setUp(stage: Stage): Promise<void> {
  await stage.visitor().open('/setup', 'setup-stranger');
  const self = await registered(stage);
  await self.open('/setup', 'setup');
  await self.send('/setup', { secret: 'not the one' }, 'setup-refused');
  await self.send('/setup', { secret: setupSecret }, 'setup-done');
  await stage.visitor().open('/setup', 'setup-closed');
}

/** Somebody with a role, signed in with a second factor. */
async function administratorNamed(stage: Stage, name: string, role: string): Promise<Visitor> {
  const before = await registered(stage, name);
  const app = await addAuthenticator(stage, before);
  const { id } = (await before.call('GET', '/api/session')).account ?? { id: '' };
  await grantRole(stage.services, actingAsCommand(), { accountId: id, role });
  const self = stage.visitor();
  const { attempt } = await self.call('POST', '/api/login', { username: name, password });
  await self.call('POST', `/api/login/${attempt}/totp`, { code: app.code() });
  stage.clock.advance(30_000);
  return self;
}

/** The first page of the console. */
async function look(stage: Stage): Promise<void> {
  const self = await administratorNamed(stage, 'grace', 'administrator');
  await confirmAddress(stage, await registered(stage));
  await stage.visitor().send('/login', { username: 'ada', password: 'not the password' });
  await stage.services.statistics.flush();
  await self.open('/admin', 'overview');
  await self.open('/admin?span=90-days', 'overview-90-days');
  await self.open('/admin/accounts', 'people');
  await self.open('/admin/accounts?search=nobody', 'people-none');
  await self.open('/admin/accounts?search=is:x', 'people-unknown-operator');
  const list = (await self.browser.get('/admin/accounts')).text;
  const ids = [...list.matchAll(/href="\/admin\/accounts\/([0-9a-f-]{36})"/g)].map(([, id]) => id);
  for (const [at, id] of ids.entries()) await self.open(`/admin/accounts/${id}`, `person-${at}`);
  await self.open(`/admin/accounts/${ids[0]}/data`, 'person-data');
  const ada = (await db(stage).where('username', '=', 'ada').executeTakeFirst())?.id ?? '';
  await doToAccount(stage, self, ada);
  const support = await administratorNamed(stage, 'sam', 'support');
  await support.open('/admin', 'overview-support');
}

const db = (stage: Stage) => stage.services.db.selectFrom('accounts').select('id');

/** Every act on somebody's account: asked about, refused where that is possible, and done. */
async function doToAccount({ services }: Stage, self: Visitor, id: string): Promise<void> {
  const identity = await storedIdentity(services.db, id, 'idn_7k3mq2xv9d4t');
  const page = (act: string) => `/admin/accounts/${id}/${act}`;
  const order = [
    'unlock',
    'end-sessions',
    'username',
    'email',
    'disable',
    'enable',
    'delete',
    'undelete',
    'remove-factors',
    'remove-identity',
  ];
  for (const act of [...order, 'ask-new-password']) {
    await self.open(page(act), `act-${act}`);
    const { needsReason } = accountActs.find(({ name }) => name === act) ?? {};
    await self.send(page(act), { reason: 'x' }, `act-${act}-refused`);
    const asked = { username: 'ada.l', email: 'ada@example.org', identity };
    const reason = needsReason ? { ...asked, reason: 'Asked for on the phone' } : {};
    await self.send(page(act), reason, `act-${act}-done`);
  }
}

/** An administrator signs in as somebody else, looks, and stops. */
async function lookAsSomebody(stage: Stage): Promise<void> {
  const self = await administratorNamed(stage, 'grace', 'administrator');
  const person = await registered(stage);
  await confirmAddress(stage, person);
  const ada = (await db(stage).where('username', '=', 'ada').executeTakeFirst())?.id ?? '';
  const page = `/admin/accounts/${ada}/impersonate`;
  await self.open(page, 'impersonate');
  await self.send(page, { reason: 'x' }, 'impersonate-refused');
  await self.send(page, { reason: 'She asked what her account shows' }, 'impersonate-done');
  await self.open('/', 'looking-home');
  await self.open('/admin', 'looking-refused');
  await self.send('/account/delete', {}, 'looking-form-refused');
  await person.open('/account', 'looked-at');
  await self.send('/impersonation/stop', {}, 'looking-stopped');
  await self.open(page, 'impersonate-again');
}

/** What happened, what was sent, and what the server runs with. */
async function lookAround(stage: Stage): Promise<void> {
  const self = await administratorNamed(stage, 'grace', 'administrator');
  const { db, secretKey, clock, trails } = stage.services;
  await stage.visitor().send('/login', { username: 'grace', password: 'not the password' });
  await trails.flush();
  await self.open('/admin/attempts', 'attempts');
  await self.open('/admin/attempts/stream', 'attempts-stream');
  await self.open('/admin/attempts?name=nobody', 'attempts-of-nobody');
  const newest = await db
    .selectFrom('trail_parts')
    .select('trail_id')
    .orderBy('id', 'desc')
    .executeTakeFirst();
  await self.open(`/admin/attempts/${newest?.trail_id}`, 'attempt');
  const mail = { to: 'grace@example.com', subject: 'Hello', text: 'Hello', html: '<p>Hello</p>' };
  const id = await inTransaction(db, (tx) =>
    queueMail(tx, secretKey, { ...mail, kind: 'notice', accountId: null }, clock()),
  );
  await self.open('/admin/mail', 'mail');
  await self.open('/admin/mail?state=sent', 'mail-sent');
  await self.open(`/admin/mail/${id}/retry`, 'mail-retry');
  await self.send(`/admin/mail/${id}/retry`, {}, 'mail-retried');
  await self.open('/admin/audit', 'audit');
  await self.open('/admin/audit?act=role-created', 'audit-nothing');
  await self.open('/admin/settings', 'settings');
  await self.open('/admin/settings?show=changed', 'settings-changed');
  await self.open('/admin/apps', 'apps-none');
  const redirects = ['https://wiki.example.com/callback'];
  const { app } = await addApp(stage.services, { name: 'Wiki', kind: 'web', redirects });
  await addApp(stage.services, { name: 'Backup', kind: 'machine', redirects: [] });
  await saveResource(stage.services, {
    ...{ url: 'https://api.example.com/tools', name: 'Tools', scopes: { 'tools:read': 'See your tools' } },
  });
  await self.open('/admin/apps', 'apps');
  await self.open(`/admin/apps/${app.id}`, 'app');
  await self.open('/admin/export', 'export');
  await self.send('/admin/export/csv', {}, 'export-csv');
}

/** The roles of this server, and what becomes of one. */
async function manageRoles(stage: Stage): Promise<void> {
  const self = await administratorNamed(stage, 'grace', 'administrator');
  await registered(stage);
  const ada = (await db(stage).where('username', '=', 'ada').executeTakeFirst())?.id ?? '';
  await self.open('/admin/roles', 'roles');
  await self.open('/admin/roles/administrator', 'role-administrator');
  await self.open('/admin/roles/new', 'role-new');
  await self.send(
    '/admin/roles/new',
    { name: 'Help desk', kind: 'admin', permissions: 'accounts:read' },
    'role-refused',
  );
  const permissions = ['accounts:read', 'attempts:read', 'accounts:unlock'].join('\n');
  await self.send('/admin/roles/new', { name: 'helpdesk', kind: 'admin', permissions }, 'role-created');
  await self.send('/admin/roles/new', { name: 'editor', kind: 'app' }, 'role-for-apps');
  const { id } = (await findRole(stage.services.db, 'helpdesk')) ?? { id: '' };
  const role = `/admin/roles/${id}`;
  await self.open(`${role}/edit`, 'role-edit');
  await self.send(`${role}/edit`, { permissions, reason: 'x' }, 'role-edit-refused');
  await self.send(`${role}/edit`, { permissions: 'accounts:read' }, 'role-changed');
  const roles = `/admin/accounts/${ada}/roles`;
  await self.open(`${roles}/helpdesk/grant`, 'grant');
  await self.send(`${roles}/helpdesk/grant`, { reason: 'x' }, 'grant-refused');
  await self.send(`${roles}/helpdesk/grant`, { until: '2030-12-31T23:59:59.000Z' }, 'granted');
  await self.open(`${roles}/helpdesk/grant`, 'grant-again');
  await self.open(`${roles}/editor/grant`, 'grant-for-apps');
  await self.send(`${roles}/editor/grant`, {}, 'granted-for-apps');
  await self.open(role, 'role-held');
  await self.open(`${roles}/editor/revoke`, 'revoke');
  await self.send(`${roles}/editor/revoke`, { reason: 'x' }, 'revoke-refused');
  await self.send(`${roles}/editor/revoke`, {}, 'revoked');
  await self.open(`${role}/delete`, 'role-delete');
  await self.send(`${role}/delete`, { reason: 'x' }, 'role-delete-refused');
  await self.send(`${role}/delete`, {}, 'role-deleted');
  const auditor = await administratorNamed(stage, 'audrey', 'auditor');
  await auditor.open('/admin/roles/administrator', 'role-seen');
  await auditor.open(`/admin/accounts/${ada}/roles`, 'roles-of-account-seen');
}

/** Who is invited, and what becomes of it. */
async function inviteColleagues(stage: Stage): Promise<void> {
  const self = await administratorNamed(stage, 'grace', 'administrator');
  const at = '/admin/invitations';
  await self.open(at, 'invitations-none');
  await self.open(`${at}/new`, 'invite');
  await self.send(`${at}/new`, { email: 'nobody', roles: 'support' }, 'invite-refused');
  const wanted = { email: 'katherine@example.com', note: 'Starts on Monday', roles: 'support\nauditor' };
  await self.send(`${at}/new`, wanted, 'invited');
  await self.send(`${at}/new`, { email: `${'w'.repeat(60)}@${'example.'.repeat(10)}com` }, 'invited-far');
  const page = (await self.browser.get(at)).text;
  const [, id = ''] = /\/admin\/invitations\/([0-9a-f-]{36})\/revoke/.exec(page) ?? [];
  await self.open(`${at}/${id}/revoke`, 'invitation-revoke');
  await self.send(`${at}/${id}/revoke`, {}, 'invitation-revoked');
  await self.send(`${at}/${id}/revoke`, {}, 'invitation-over');
  await self.open(`${at}?state=all`, 'invitations');
  const support = await administratorNamed(stage, 'sam', 'support');
  await support.open(`${at}/new`, 'invite-by-support');
}

/** What lets programs in. */
async function makeTokens(stage: Stage): Promise<void> {
  const self = await administratorNamed(stage, 'grace', 'administrator');
  const at = '/admin/tokens';
  await self.open(at, 'tokens-none');
  await self.open(`${at}/new`, 'token-new');
  const permissions = 'accounts:read\naccounts:unlock\nattempts:read';
  const wanted = { name: 'Nightly sync', permissions, expiresAt: '2030-06-30T23:59:59.000Z' };
  await self.send(`${at}/new`, { ...wanted, addresses: '10.0.0.0/99\n::1' }, 'token-refused');
  await self.send(`${at}/new`, { ...wanted, addresses: '10.0.0.0/8\n203.0.113.7' }, 'token-made');
  const [, id = ''] = /\/admin\/tokens\/([0-9a-f-]{36})/.exec((await self.browser.get(at)).text) ?? [];
  await self.open(`${at}/${id}/revoke`, 'token-revoke');
  await self.send(`${at}/${id}/revoke`, { reason: 'x' }, 'token-revoke-refused');
  await self.send(`${at}/new`, { ...wanted, name: 'W'.repeat(100) }, 'token-made-long');
  await self.send(`${at}/${id}/revoke`, {}, 'token-revoked');
  await self.send(`${at}/${id}/revoke`, {}, 'token-over');
  await self.open('/admin/accounts/new', 'account-new');
  await self.send('/admin/accounts/new', {}, 'account-refused');
  await self.send('/admin/accounts/new', { email: 'katherine@example.com' }, 'account-created');
  await self.send('/admin/accounts/new', { username: 'dorothy' }, 'account-without-email');
}

/** Inviting where no email can be sent, or nobody may register. */
async function inviteNobody(stage: Stage, registration: Partial<Config['registration']> = {}): Promise<void> {
  const self = await administratorNamed(stage, 'grace', 'administrator');
  Object.assign(stage.config.registration, registration);
  await self.open('/admin/invitations/new', 'invite');
}

export const adminScenes: readonly Scene[] = [
  ...inBothModes('70-admin', setUp, { admin: { setupSecret } }),
  { title: '80-console', settings: production, play: look },
  { title: '81-console', settings: production, play: lookAround },
  { title: '82-console', settings: production, play: manageRoles },
  { title: '83-console', settings: production, play: inviteColleagues },
  { title: '84-console-without-mail', settings: { ...production, mail: { url: '' } }, play: inviteNobody },
  {
    title: '85-console-closed-production',
    settings: production,
    play: (stage) => inviteNobody(stage, { mode: 'closed' }),
  },
  { title: '86-console', settings: production, play: makeTokens },
  {
    title: '87-impersonation',
    settings: { ...production, admin: { impersonation: true } },
    play: lookAsSomebody,
  },
];
