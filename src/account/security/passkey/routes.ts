import { passkeySchema, wantedNameField } from '../../../factors/passkey/index.ts';
import { notFound, type Route, route } from '../../../kit/http/index.ts';
import { problem } from '../../../kit/problem.ts';
import { Type } from '../../../kit/schema.ts';
import type { Services } from '../../../kit/services.ts';
import { sessionBrowserErrorRoute } from '../../../login/index.ts';
import { proofRequired } from '../../../login/prove/index.ts';
import { factorParams } from '../factor-routes.ts';
import { nameOwnPasskey } from './rename-passkey.ts';

const own = { kind: 'api', access: 'signed-in', tag: 'Second factors' } as const;

/** What a passkey is to be called. */
export const wantedName = Type.Object({ name: wantedNameField }, { additionalProperties: false });

/**
 * Renaming a passkey, and reporting that a browser made none; what else is done with one is the same for all factors
 * (`factor-routes.ts`).
 */
export function passkeyRoutes(services: Services): Route[] {
  return [
    sessionBrowserErrorRoute(services, {
      path: '/api/me/passkeys/error',
      kind: 'add-factor',
      operationId: 'reportNewPasskeyError',
      tag: own.tag,
      summary: 'Report that the browser made no passkey',
      description:
        'When `navigator.credentials.create()` throws while you add a passkey. Whoever runs the site finds it in the trail.',
    }),
    route({
      ...own,
      method: 'PATCH',
      path: '/api/me/passkeys/:id',
      operationId: 'renamePasskey',
      summary: 'Rename a passkey',
      description: 'Changes the name that its owner sees in the list.',
      example: { name: 'Work laptop' },
      params: factorParams,
      body: wantedName,
      answers: { 200: { description: 'The passkey.', schema: passkeySchema } },
      problems: [proofRequired, notFound],
      async handle({ caller, params, body, request }) {
        const wanted = { id: params.id, name: body.name };
        const renamed = await nameOwnPasskey(services, caller, wanted, request);
        if (!renamed) throw problem(notFound, ({ passkey }) => passkey.noSuch);
        return renamed;
      },
    }),
  ];
}
