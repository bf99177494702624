import { h } from 'preact';
import { notFound, type Route, route } from '../../../kit/http/index.ts';
import { problem } from '../../../kit/problem.ts';
import { Type } from '../../../kit/schema.ts';
import type { Services } from '../../../kit/services.ts';
import { findShownApp, listOverviews, type ShownApp } from '../../../operate/apps/index.ts';
import { listResources } from '../../../people/resources/index.ts';
import { frameOf } from '../frame/frame.ts';
import { AppListPage } from './list-page.tsx';
import { AppPage } from './page.tsx';
import { appJson, appParams, appSchema, resourceJson, resourceSchema } from './schemas.ts';

const described = { kind: 'api', tag: 'Administration', method: 'GET', access: 'apps:read' } as const;

const page = { kind: 'page', method: 'GET', access: 'apps:read' } as const;

/** `/admin/apps` and its twins in the API. They only show: an app is changed by `latchkey apps`. */
export function appRoutes(services: Services): Route[] {
  const { db, pages } = services;
  return [
    route({
      ...described,
      path: '/api/admin/apps',
      operationId: 'listAllApps',
      summary: 'List apps',
      description:
        'All apps that people can sign in to, by name, and the resources that apps get tokens for.',
      answers: {
        200: {
          description: 'The apps and resources.',
          schema: Type.Object({ apps: Type.Array(appSchema), resources: Type.Array(resourceSchema) }),
        },
      },
      async handle() {
        const [apps, resources] = [await listOverviews(services), await listResources(db)];
        return { apps: apps.map(appJson), resources: resources.map(resourceJson) };
      },
    }),
    route({
      ...described,
      path: '/api/admin/apps/:id',
      operationId: 'getApp',
      summary: 'Get an app',
      description: 'One app, without its secrets.',
      params: appParams,
      answers: { 200: { description: 'The app.', schema: appSchema } },
      handle: async ({ params }) => appJson(await requireApp(params.id)),
    }),
    route({
      ...page,
      path: '/admin/apps',
      async handle({ caller, reply }) {
        const [apps, resources] = [await listOverviews(services), await listResources(db)];
        return pages.send(reply, h(AppListPage, { frame: frameOf(services, caller), apps, resources }));
      },
    }),
    route({
      ...page,
      path: '/admin/apps/:id',
      params: appParams,
      async handle({ caller, params, reply }) {
        const shown = await requireApp(params.id);
        return pages.send(reply, h(AppPage, { frame: frameOf(services, caller), shown }));
      },
    }),
  ];

  async function requireApp(id: string): Promise<ShownApp> {
    const shown = await findShownApp(services, id);
    if (!shown) throw problem(notFound);
    return shown;
  }
}
