import { type Route, route } from '../../kit/http/index.ts';
import type { Services } from '../../kit/services.ts';
import { countBrowserError } from '../../people/limits/index.ts';
import { attemptOver } from '../attempt-over.ts';
import { loginStep } from '../fields.ts';
import { findHeld, standingOf } from '../held-attempt.ts';
import { waitsForFactor } from '../next-step.ts';
import { asking } from '../requester.ts';
import { browserErrorAnswers, browserErrorBody, browserErrorExample, noteBrowserError } from './note.ts';

/** Where a page says that the browser has refused a passkey in the middle of a login. */
export function browserErrorRoute(services: Services): Route {
  return route({
    ...loginStep,
    method: 'POST',
    path: '/api/login/:attempt/passkey-error',
    operationId: 'reportPasskeyErrorInLogin',
    summary: 'Report that the browser refused a passkey',
    description:
      'For the steps `passkey` and `add-passkey`, when `navigator.credentials.get()` or `create()` throws. Whoever runs the site finds it in the trail of the attempt.',
    example: browserErrorExample,
    body: browserErrorBody,
    answers: browserErrorAnswers,
    problems: [],
    async handle({ params: { attempt }, body, reply }) {
      const more = { kind: 'login', format: 'json', attempt } as const;
      await asking(services, reply, more, async ({ request, trail }) => {
        const held = await findHeld(services, attempt, request, trail);
        if (!held) throw attemptOver();
        if (held.account_id !== null) trail.account(held.account_id);
        const standing = await standingOf(services.db, services, held);
        const isAdding = standing !== undefined && waitsForFactor(standing.step);
        if (await countBrowserError(services, held.id)) return noteBrowserError(trail, { ...body, isAdding });
        trail.drop();
        return { status: 'more' };
      });
      return reply.code(204).send();
    },
  });
}
