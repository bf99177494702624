import type { FastifyReply, FastifyRequest } from 'fastify';
import { h } from 'preact';
import { factors } from '../factors/index.ts';
import { isoTime } from '../kit/clock.ts';
import {
  buttonOf,
  formOf,
  queryOf,
  type Route,
  route,
  type SignedIn,
  setProblemHeaders,
} from '../kit/http/index.ts';
import { mailIsConfigured } from '../kit/mail/index.ts';
import type { Problem } from '../kit/problem.ts';
import { Type } from '../kit/schema.ts';
import type { Services } from '../kit/services.ts';
import { type Done, type FormProblem, toFormProblem } from '../kit/ui/index.ts';
import { proofRequired } from '../login/prove/index.ts';
import { toAccount } from '../people/accounts/index.ts';
import { emailState, holdsUpLogin } from '../people/emails/index.ts';
import { type EventsTable, listEvents } from '../people/events/index.ts';
import { hasGrants } from '../people/grants/index.ts';
import { viewIdentities } from '../people/outside/index.ts';
import { clearSessionCookie } from '../people/sessions/index.ts';
import type { ActivityView } from './activity-section.tsx';
import { getData, replaceData } from './change-data.ts';
import { changePassword } from './change-password.ts';
import { deleteOwnAccount } from './delete-account.ts';
import { changeEmail, type EmailView, removeEmail, wantedEmail } from './email/index.ts';
import { exportAccount } from './export.ts';
import { handOver } from './hand-over.ts';
import { AccountPage } from './pages.tsx';
import { ownPassword, passwordChange } from './routes.ts';
import { findOverview } from './security/index.ts';
import { endOtherSessions, endSession, listOwnSessions } from './sessions.ts';

interface Asked {
  caller: SignedIn;
  request: FastifyRequest;
  reply: FastifyReply;
}

/** What was refused, and the part of the page that it belongs to. */
interface Refused {
  part: 'data' | 'password' | 'email' | 'delete';
  refusal: Problem;
  /** The document that was refused. */
  text?: string;
}

/** The newest lines of the security log that the page shows; the download has all. */
const shownEvents = 50;

/** Said after a change; the address carries only the key, so nobody can put words on the page by a link. */
const notices: Readonly<Record<string, Done>> = {
  data: { section: 'data', text: ({ account }) => account.notices.data },
  session: { section: 'sessions', text: ({ account }) => account.notices.session },
  sessions: { section: 'sessions', text: ({ account }) => account.notices.sessions },
  email: { section: 'email', text: ({ account }) => account.notices.email },
  confirmed: { section: 'data', text: ({ account }) => account.notices.confirmed },
  'email-removed': { section: 'email', text: ({ account }) => account.notices.emailRemoved },
  identity: { section: 'identities', text: ({ account }) => account.notices.identity },
  'identity-removed': { section: 'identities', text: ({ account }) => account.notices.identityRemoved },
  password: { section: 'password', text: ({ account }) => account.notices.password },
  'password-set': { section: 'password', text: ({ account }) => account.notices.passwordSet },
  ...Object.fromEntries(
    factors.flatMap(({ own }) =>
      Object.entries(own?.notices ?? {}).map(([key, text]) => [key, { section: own?.section ?? '', text }]),
    ),
  ),
};

export function accountPageRoutes(services: Services): Route[] {
  const { config, pages } = services;
  const page = { kind: 'page', access: 'signed-in' } as const;

  return [
    route({
      ...page,
      method: 'GET',
      path: '/account',
      impersonated: true,
      handle: (asked) => show(asked),
    }),
    ...(config.pages.data ? [dataForm()] : []),
    route({
      ...page,
      method: 'GET',
      path: '/account/export',
      leadsBack: '/account?done=confirmed#data',
      async handle({ caller, reply }) {
        const all = await exportAccount(services, caller);
        return reply
          .header('content-type', 'application/json; charset=utf-8')
          .header('content-disposition', 'attachment; filename="account.json"')
          .send(JSON.stringify(all, null, 2));
      },
    }),
    route({
      ...page,
      method: 'POST',
      path: '/account/sessions/:id/end',
      params: Type.Object({ id: Type.String({ maxLength: 64 }) }),
      form: buttonOf('DELETE /api/me/sessions/:id'),
      async handle({ caller, params, request, reply }) {
        await endSession(services, caller, params.id, request);
        return reply.redirect('/account?done=session#sessions', 303);
      },
    }),
    route({
      ...page,
      method: 'POST',
      path: '/account/sessions/end-others',
      form: buttonOf('DELETE /api/me/sessions'),
      async handle({ caller, request, reply }) {
        await endOtherSessions(services, caller, request);
        return reply.redirect('/account?done=sessions#sessions', 303);
      },
    }),
    route({
      ...page,
      method: 'POST',
      path: '/account/password',
      form: formOf('POST /api/me/password', passwordChange),
      async handle({ caller, form, request, reply }) {
        handOver(services, reply, caller, await changePassword(services, caller, form, request));
        const done = form.currentPassword === undefined ? 'password-set' : 'password';
        return reply.redirect(`/account?done=${done}#password`, 303);
      },
      refused: refusedIn('password'),
    }),
    route({
      ...page,
      method: 'POST',
      path: '/account/email',
      keeps: { email: ({ emails }) => emails.address },
      form: formOf('PUT /api/me/email', wantedEmail),
      async handle({ caller, form, request, reply }) {
        await changeEmail(services, caller, form.email, request);
        return reply.redirect('/account?done=email#email', 303);
      },
      refused: refusedIn('email'),
    }),
    route({
      ...page,
      method: 'POST',
      path: '/account/email/remove',
      form: buttonOf('DELETE /api/me/email'),
      async handle({ caller, request, reply }) {
        await removeEmail(services, caller, request);
        return reply.redirect('/account?done=email-removed#email', 303);
      },
      refused: refusedIn('email'),
    }),
    route({
      ...page,
      method: 'POST',
      path: '/account/delete',
      form: formOf('DELETE /api/me', ownPassword),
      async handle({ caller, form, request, reply }) {
        await deleteOwnAccount(services, caller, form.password, request);
        clearSessionCookie(reply, config);
        return reply.redirect('/', 303);
      },
      refused: refusedIn('delete'),
    }),
  ];

  /** The form of the JSON document, where the site shows it. */
  function dataForm(): Route {
    return route({
      ...page,
      method: 'POST',
      path: '/account/data',
      keeps: { data: ({ account }) => account.data.document, etag: null },
      bodyLimit: 4 * config.data.maxBytes + 16 * 1024,
      noTwin:
        'The document is a field here and the whole body of PUT /api/me/data; `replaceData` reads both.',
      extra: ['data', 'etag'],
      async handle({ caller, extra, reply }) {
        // A textarea sends its line ends as CR LF; they are white space in JSON.
        const conditions = { ifMatch: extra.etag || undefined };
        await replaceData(services, caller.account.id, extra.data, conditions);
        return reply.redirect('/account?done=data#data', 303);
      },
      refused: refusedIn('data'),
    });
  }

  /** A refusal is said in its part of the page, unless it leads away to prove who one is. */
  function refusedIn(part: Refused['part']) {
    return ({ refusal, typed, ...asked }: Asked & { refusal: Problem; typed(field: string): string }) => {
      if (refusal.definition === proofRequired) throw refusal;
      return show(asked, { part, refusal, ...(part === 'data' && { text: typed('data') }) });
    };
  }

  async function show({ caller, request, reply }: Asked, refused?: Refused): Promise<FastifyReply> {
    const { account } = caller;
    if (refused) setProblemHeaders(reply, refused.refusal);
    const problemOf = (part: Refused['part']) =>
      refused?.part === part ? toFormProblem(refused.refusal) : undefined;
    // Whoever looks at the account of somebody else reads its data where that is recorded.
    const showsData = config.pages.data && caller.via.kind === 'session';
    const data = showsData ? await getData(services, account.id) : undefined;
    const security = await findOverview(services, account.id);
    const query = queryOf(request);
    const done = query.get('done') ?? '';
    const view = h(AccountPage, {
      site: pages.site,
      viewer: { username: account.username },
      account: toAccount(account),
      rules: { passwordMin: config.password.minLength, passwordMax: config.password.maxLength },
      data: data && {
        text: refused?.text ?? JSON.stringify(JSON.parse(data.text), null, 2),
        etag: data.etag,
        maxBytes: config.data.maxBytes,
        problem: refused?.part === 'data' ? dataProblem(refused.refusal) : undefined,
      },
      sessions: await listOwnSessions(services, caller),
      hasApps: await hasGrants(services.db, account.id, services.clock()),
      activity: (await listEvents(services.db, account.id, shownEvents)).map(toActivity),
      security,
      identities: await viewIdentities(services, services.db, account.id),
      providers: config.login.with,
      email: mailIsConfigured(config) ? await findEmail(account.id) : undefined,
      emailProblem: problemOf('email'),
      done: Object.hasOwn(notices, done) ? notices[done] : undefined,
      left: query.get('left') ?? undefined,
      passwordProblem: problemOf('password'),
      deleteProblem: problemOf('delete'),
    });
    return pages.send(reply, view);
  }

  async function findEmail(accountId: string): Promise<EmailView> {
    const state = await emailState(services.db, accountId);
    return { ...state, holdsUpLogin: holdsUpLogin(config, state) };
  }
}

function toActivity({ id, at, type, detail, device, address, actor }: EventsTable): ActivityView {
  return { id, at: isoTime(at), type, detail, device, address: actor === 'person' ? address : '' };
}

/** The places are inside the document; on the page they all belong to its one field. */
function dataProblem({ detail }: Problem): FormProblem {
  return { detail, fields: { data: detail } };
}
