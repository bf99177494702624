import { h } from 'preact';
import { buttonOf, queryOf, type Route, route } from '../../../kit/http/index.ts';
import { Type } from '../../../kit/schema.ts';
import type { Services } from '../../../kit/services.ts';
import { listAllowedApps } from '../../../people/grants/index.ts';
import { viewerOf } from '../../../people/sessions/index.ts';
import { AllowedAppsPage } from './pages.tsx';
import { withdrawApp } from './withdraw-app.ts';

/** `/account/apps`: the same as a page. */
export function allowedPageRoutes(services: Services): Route[] {
  const { pages, db, clock } = services;
  const page = { kind: 'page', access: 'signed-in' } as const;
  return [
    route({
      ...page,
      method: 'GET',
      path: '/account/apps',
      async handle({ caller, request, reply }) {
        const apps = await listAllowedApps(db, caller.account.id, clock());
        const isDone = queryOf(request).get('done') === 'withdrawn';
        return pages.send(
          reply,
          h(AllowedAppsPage, { site: pages.site, viewer: viewerOf(caller), apps, isDone }),
        );
      },
    }),
    route({
      ...page,
      method: 'POST',
      path: '/account/apps/:appId/withdraw',
      params: Type.Object({ appId: Type.String() }),
      form: buttonOf('DELETE /api/me/apps/:appId'),
      async handle({ caller, params, request, reply }) {
        await withdrawApp(services, caller, params.appId, request);
        return reply.redirect('/account/apps?done=withdrawn', 303);
      },
    }),
  ];
}
