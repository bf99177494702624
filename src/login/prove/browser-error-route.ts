import { type Route, route } from '../../kit/http/index.ts';
import type { Services } from '../../kit/services.ts';
import { browserErrorAnswers, browserErrorBody, browserErrorExample, noteBrowserError } from '../index.ts';
import { inTrail } from '../trails/index.ts';

/** Where a page says that the browser has refused a passkey by which somebody was to confirm who they are. */
export function sessionBrowserErrorRoute(services: Services): Route {
  return route({
    method: 'POST',
    path: '/api/reauthenticate/passkey-error',
    kind: 'api',
    access: 'signed-in',
    operationId: 'reportPasskeyError',
    tag: 'Account',
    summary: 'Report that the browser refused a passkey',
    description:
      'When `navigator.credentials.get()` throws while you confirm your identity. Whoever runs the site finds it in the trail.',
    example: browserErrorExample,
    body: browserErrorBody,
    answers: browserErrorAnswers,
    problems: [],
    async handle({ caller, body, reply }) {
      await inTrail(services, reply, { kind: 'prove', format: 'json' }, async ({ trail }) => {
        trail.account(caller.account.id);
        return noteBrowserError(services, trail, caller.via.session.id, body);
      });
      return reply.code(204).send();
    },
  });
}
