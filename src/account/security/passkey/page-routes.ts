import { formOf, type Route, route } from '../../../kit/http/index.ts';
import type { Services } from '../../../kit/services.ts';
import { factorParams } from '../factor-routes.ts';
import { nameOwnPasskey } from './rename-passkey.ts';
import { wantedName } from './routes.ts';

const section = '#passkeys';

/** The form beside each passkey that renames it. To add one takes a script (browser/passkey.ts), which asks the API. */
export function passkeyPageRoutes(services: Services): Route[] {
  const page = { kind: 'page', access: 'signed-in', method: 'POST', params: factorParams } as const;
  return [
    route({
      ...page,
      path: '/account/security/passkeys/:id/rename',
      keeps: { name: ({ passkey }) => passkey.nameOfIt },
      form: formOf('PATCH /api/me/passkeys/:id', wantedName),
      async handle({ caller, params, form: { name }, request, reply }) {
        const renamed = await nameOwnPasskey(services, caller, { id: params.id, name }, request);
        return reply.redirect(`/account${renamed ? '?done=passkey-renamed' : ''}${section}`, 303);
      },
    }),
  ];
}
