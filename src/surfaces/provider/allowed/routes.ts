import { notFound, type Route, route } from '../../../kit/http/index.ts';
import { problem } from '../../../kit/problem.ts';
import { Type } from '../../../kit/schema.ts';
import type { Services } from '../../../kit/services.ts';
import { allowedAppSchema, listAllowedApps } from '../../../people/grants/index.ts';
import { withdrawApp } from './withdraw-app.ts';

/** `/api/me/apps`: what somebody has allowed apps, and how they withdraw it. */
export function allowedRoutes(services: Services): Route[] {
  const described = { kind: 'api', access: 'signed-in', tag: 'Apps' } as const;
  return [
    route({
      ...described,
      method: 'GET',
      path: '/api/me/apps',
      operationId: 'listApps',
      summary: 'List the apps with access',
      description: 'Every app that the owner of the account has allowed access.',
      answers: {
        200: {
          description: 'The apps, the one that was allowed last first.',
          schema: Type.Object({ apps: Type.Array(allowedAppSchema) }),
        },
      },
      handle: async ({ caller }) => ({
        apps: await listAllowedApps(services.db, caller.account.id, services.clock()),
      }),
    }),
    route({
      ...described,
      method: 'DELETE',
      path: '/api/me/apps/:appId',
      operationId: 'withdrawApp',
      summary: "Withdraw an app's access",
      description:
        'Ends all that the app was allowed. Its tokens stop working right away, and the next time it is used it has to ask again.',
      params: Type.Object({
        appId: Type.String({
          description: 'The `id` of the app.',
          examples: ['app_5kq2hTzLr5VbYh2KcNd7P'],
        }),
      }),
      answers: { 204: { description: 'The app has no access any more.' } },
      problems: [notFound],
      async handle({ caller, params, request, reply }) {
        const isWithdrawn = await withdrawApp(services, caller, params.appId, request);
        if (!isWithdrawn) throw problem(notFound, ({ apps }) => apps.allowed.noSuchApp);
        return reply.code(204).send();
      },
    }),
  ];
}
