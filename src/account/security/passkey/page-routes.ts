import { buttonOf, formOf, type Route, route } from '../../../kit/http/index.ts';
import type { Services } from '../../../kit/services.ts';
import { stayKnown } from '../../../login/index.ts';
import { nameOwnPasskey, removeOwnPasskey } from './change-passkey.ts';
import { passkeyParams, wantedName } from './routes.ts';

const section = '#passkeys';

/** The forms beside each passkey. To add one takes a script (browser/passkey.ts), which asks the API. */
export function passkeyPageRoutes(services: Services): Route[] {
  const page = { kind: 'page', access: 'signed-in', method: 'POST', params: passkeyParams } as const;
  return [
    route({
      ...page,
      path: '/account/security/passkeys/:id/rename',
      keeps: { name: 'Name of the passkey' },
      form: formOf('PATCH /api/me/passkeys/:id', wantedName),
      async handle({ caller, params, form: { name }, request, reply }) {
        const renamed = await nameOwnPasskey(services, caller, { id: params.id, name }, request);
        return reply.redirect(`/account${renamed ? '?done=passkey-renamed' : ''}${section}`, 303);
      },
    }),
    route({
      ...page,
      path: '/account/security/passkeys/:id/remove',
      form: buttonOf('DELETE /api/me/passkeys/:id'),
      async handle({ caller, params, request, reply }) {
        const removed = await removeOwnPasskey(services, caller, params.id, request);
        if (removed) stayKnown(services, reply, caller.via.session, removed.securityVersion);
        return reply.redirect(`/account${removed ? '?done=passkey-removed' : ''}${section}`, 303);
      },
    }),
  ];
}
