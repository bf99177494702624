import { randomBytes } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { h } from 'preact';
import { inTransaction } from '../../../kit/db/index.ts';
import { type Caller, clientOf, type Route, route } from '../../../kit/http/index.ts';
import type { Services } from '../../../kit/services.ts';
import type { Say } from '../../../kit/words/index.ts';
import { nameAttempt } from '../../../login/trails/index.ts';
import { findApp } from '../../../operate/apps/index.ts';
import { recordEvent } from '../../../people/events/index.ts';
import { lookUpDeviceCode } from '../../../people/limits/index.ts';
import { amrOf, viewerOf } from '../../../people/sessions/index.ts';
import { askedIn } from '../asked.ts';
import { grantFor } from '../existing-grant.ts';
import { listAppSessions, saveAppSession } from '../records.ts';
import { acrOf } from '../settings.ts';
import { ConfirmDevicePage, DeviceDonePage, DevicePage } from './pages.tsx';
import { decide, findWaiting, normalCode, type WaitingDevice } from './waiting.ts';

/**
 * `/device` (RFC 8628): somebody types the code that a device shows, sees which app it is, and lets it in. The code is never taken
 * from the address: whoever sent a link could have theirs let in by a click.
 */
export function devicePageRoutes(services: Services): Route[] {
  const { pages, db, clock } = services;
  const { site } = pages;
  const page = { kind: 'page', access: 'signed-in', path: '/device' } as const;

  const ask = (caller: Caller, reply: FastifyReply, typed = '', detail?: Say) => {
    const problem = detail && { detail, fields: {}, retryAfter: undefined };
    return pages.send(reply, h(DevicePage, { site, viewer: viewerOf(caller), typed, problem }));
  };

  return [
    route({ ...page, method: 'GET', handle: ({ caller, reply }) => ask(caller, reply) }),
    route({
      ...page,
      method: 'POST',
      noTwin: 'it answers a request of OAuth, which reaches people through their browser only',
      extra: ['user_code', 'decision'],
      async handle({ caller, extra, request, reply }) {
        const { user_code: typed, decision } = extra;
        const { address } = clientOf(request);
        const { id: accountId } = caller.account;
        const waiting = await lookUpDeviceCode(services, { accountId, address }, () =>
          findWaiting(db, typed, clock()),
        );
        if (waiting === 'too-many')
          return ask(caller, reply.code(429), typed, ({ apps }) => apps.device.tooMany);
        const app = waiting && (await findApp(db, waiting.appId));
        if (!waiting || !app) return ask(caller, reply.code(422), typed, ({ apps }) => apps.device.unknown);
        const { shown, ...asked } = await askedIn(db, waiting.params);
        if (decision !== 'allow' && decision !== 'decline') {
          const view = { app: app.name, address: waiting.address, scopes: asked.scopes, resources: shown };
          const code = normalCode(typed);
          return pages.send(reply, h(ConfirmDevicePage, { site, viewer: viewerOf(caller), code, ...view }));
        }
        const isAllowed = decision === 'allow';
        const trail = services.trails.begin({ kind: 'app', format: 'form', address });
        nameAttempt(reply, trail.id);
        trail.account(accountId);
        trail.note({ code: 'app-found', known: true, app: app.name });
        const isDecided = isAllowed
          ? await letIn(caller, waiting, typed, { ...asked, app: app.name, client: clientOf(request) })
          : await inTransaction(db, (tx) => decide(tx, waiting, typed, { error: 'access_denied' }));
        if (isAllowed && isDecided) trail.note({ code: 'app-allowed', by: 'person' });
        else trail.note({ code: 'app-refused', cause: isDecided ? 'person-refused' : 'request-expired' });
        trail.end(isAllowed && isDecided ? 'done' : 'refused');
        if (!isDecided) return ask(caller, reply.code(422), typed, ({ apps }) => apps.device.unknown);
        return pages.send(reply, h(DeviceDonePage, { site, viewer: viewerOf(caller), isAllowed }));
      },
    }),
  ];

  async function letIn(
    { account, via: { session } }: Caller,
    waiting: WaitingDevice,
    typed: string,
    { app, client, ...asked }: LetIn,
  ): Promise<boolean> {
    const { id: accountId } = account;
    const { id: sessionId } = session;
    const { appId } = waiting;
    return inTransaction(db, async (tx) => {
      const wanted = { accountId, appId, sessionId, ...asked, isAllowed: true };
      const grantId = await grantFor({ ...services, db: tx }, wanted);
      if (grantId === undefined) return false;
      const known = (await listAppSessions(tx, sessionId)).find((one) => one.app_id === appId);
      const sid = known?.sid ?? randomBytes(16).toString('base64url');
      const times = { told_at: null, grant_id: grantId };
      await saveAppSession(tx, {
        session_id: sessionId,
        app_id: appId,
        account_id: accountId,
        sid,
        ...times,
      });
      const event = { type: 'app-allowed', accountId, sessionId, client, at: clock() } as const;
      await recordEvent(tx, { ...event, detail: { app } });
      const resources = Object.keys(asked.resources);
      return decide(tx, waiting, typed, {
        accountId,
        grantId,
        sid,
        sessionUid: sessionId,
        acr: acrOf(session.aal),
        amr: amrOf(session),
        authTime: Math.floor(session.auth_time / 1000),
        scope: [...asked.scopes, ...Object.values(asked.resources).flat()].join(' '),
        ...(resources.length > 0 && { resource: resources.length === 1 ? resources[0] : resources }),
      });
    });
  }
}

interface LetIn {
  readonly app: string;
  readonly client: ReturnType<typeof clientOf>;
  readonly scopes: readonly string[];
  readonly resources: Readonly<Record<string, readonly string[]>>;
}
