import { type Route, type RouteDescription, route } from '../../kit/http/index.ts';
import type { Services } from '../../kit/services.ts';
import { countBrowserError } from '../../people/limits/index.ts';
import { inTrail } from '../trails/index.ts';
import { browserErrorAnswers, browserErrorBody, browserErrorExample, noteBrowserError } from './note.ts';

type Described = Pick<RouteDescription, 'operationId' | 'tag' | 'summary' | 'description'>;

/** Where a page says that the browser has refused a passkey of somebody who is signed in. `kind` is what it was to do. */
export function sessionBrowserErrorRoute(
  services: Pick<Services, 'config' | 'db' | 'clock' | 'trails'>,
  { path, kind, ...described }: Described & { readonly path: string; readonly kind: 'prove' | 'add-factor' },
): Route {
  return route({
    ...described,
    method: 'POST',
    path,
    kind: 'api',
    access: 'signed-in',
    example: browserErrorExample,
    body: browserErrorBody,
    answers: browserErrorAnswers,
    problems: [],
    async handle({ caller, body, reply }) {
      if (!(await countBrowserError(services, caller.via.session.id))) return reply.code(204).send();
      await inTrail(services, reply, { kind, format: 'json' }, async ({ trail }) => {
        trail.account(caller.account.id);
        return noteBrowserError(trail, { ...body, isAdding: kind === 'add-factor' });
      });
      return reply.code(204).send();
    },
  });
}
