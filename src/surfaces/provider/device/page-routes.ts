import { randomBytes } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { h } from 'preact';
import { inTransaction, type Tx } from '../../../kit/db/index.ts';
import { type Caller, clientOf, type Route, route } from '../../../kit/http/index.ts';
import type { Services } from '../../../kit/services.ts';
import type { Say } from '../../../kit/words/index.ts';
import { nameAttempt } from '../../../login/trails/index.ts';
import { findApp } from '../../../operate/apps/index.ts';
import { lookUpDeviceCode } from '../../../people/limits/index.ts';
import { amrOf, viewerOf } from '../../../people/sessions/index.ts';
import { askedIn } from '../asked.ts';
import { allow } from '../existing-grant.ts';
import { acrOf } from '../policy/acr.ts';
import { listAppSessions, saveAppSession } from '../records.ts';
import { ConfirmDevicePage, DeviceDonePage, DevicePage } from './pages.tsx';
import { answerDevice, claimDevice, findWaiting, normalCode, type WaitingDevice } from './waiting.ts';

/**
 * `/device` (RFC 8628): somebody types the code that a device shows, sees which app it is, and lets it in. The code is never taken
 * from the address: whoever sent a link could have theirs let in by a click.
 */
export function devicePageRoutes(services: Services): Route[] {
  const { pages, db, clock, config } = services;
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
      keeps: { letters: ({ apps }) => apps.device.field, decision: null },
      extra: ['letters', 'decision'],
      async handle({ caller, extra, request, reply }) {
        const { letters: typed, decision } = extra;
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
          const of = { app: app.name, address: waiting.address, lasts: config.apps.refreshAbsolute };
          const view = { ...of, scopes: asked.scopes, resources: shown };
          const code = normalCode(typed);
          return pages.send(reply, h(ConfirmDevicePage, { site, viewer: viewerOf(caller), code, ...view }));
        }
        const isAllowed = decision === 'allow';
        const trail = services.trails.begin({ kind: 'app', format: 'form', address });
        nameAttempt(reply, trail.id);
        trail.account(accountId);
        trail.note({ code: 'app-found', known: true, app: app.name });
        const isDecided = isAllowed
          ? await connect(caller, waiting, typed, { ...asked, app: app.name, client: clientOf(request) })
          : await inTransaction(db, (tx) => turnAway(tx, waiting, typed));
        if (isAllowed && isDecided) trail.note({ code: 'app-allowed', by: 'person' });
        else trail.note({ code: 'app-refused', cause: isDecided ? 'person-refused' : 'request-expired' });
        trail.end(isAllowed && isDecided ? 'done' : 'refused');
        if (!isDecided) return ask(caller, reply.code(422), typed, ({ apps }) => apps.device.unknown);
        return pages.send(reply, h(DeviceDonePage, { site, viewer: viewerOf(caller), isAllowed }));
      },
    }),
  ];

  async function connect(
    caller: Caller,
    waiting: WaitingDevice,
    typed: string,
    { app, client, scopes, resources }: Connection,
  ): Promise<boolean> {
    const { session } = caller.via;
    const { appId } = waiting;
    const wanted = { appId, caller, client, scopes, resources, isAllowed: true };
    const grantId = await allow(services, wanted, {
      told: app,
      claim: (tx) => claimDevice(tx, waiting, typed),
      async use(tx, id) {
        const known = (await listAppSessions(tx, session.id)).find((one) => one.app_id === appId);
        const sid = known?.sid ?? randomBytes(16).toString('base64url');
        await saveAppSession(tx, {
          session_id: session.id,
          app_id: appId,
          account_id: caller.account.id,
          sid,
          grant_id: id,
        });
        const urls = Object.keys(resources);
        await answerDevice(tx, waiting, {
          accountId: caller.account.id,
          grantId: id,
          sid,
          sessionUid: session.id,
          acr: acrOf(session.aal),
          amr: amrOf(session),
          authTime: Math.floor(session.auth_time / 1000),
          scope: [...scopes, ...Object.values(resources).flat()].join(' '),
          ...(urls.length > 0 && { resource: urls.length === 1 ? urls[0] : urls }),
        });
      },
    });
    return grantId !== undefined;
  }
}

async function turnAway(tx: Tx, waiting: WaitingDevice, typed: string): Promise<boolean> {
  if (!(await claimDevice(tx, waiting, typed))) return false;
  await answerDevice(tx, waiting, { error: 'access_denied' });
  return true;
}

interface Connection {
  readonly app: string;
  readonly client: ReturnType<typeof clientOf>;
  readonly scopes: readonly string[];
  readonly resources: Readonly<Record<string, readonly string[]>>;
}
