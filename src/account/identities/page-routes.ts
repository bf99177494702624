import { buttonOf, notFound, type Route, route } from '../../kit/http/index.ts';
import { Problem } from '../../kit/problem.ts';
import { Type } from '../../kit/schema.ts';
import type { Services } from '../../kit/services.ts';
import { giveBrowserKey, requireProvider } from '../../login/outside/index.ts';
import { inTrail } from '../../login/trails/index.ts';
import { beginToLink, removeIdentity } from './own-identities.ts';

const section = '#identities';

/** The buttons of the account page that connect and disconnect identities. */
export function identityPageRoutes(services: Services): Route[] {
  const page = { kind: 'page', access: 'signed-in', method: 'POST' } as const;
  return [
    route({
      ...page,
      path: '/account/identities/:provider/connect',
      params: Type.Object({ provider: Type.String({ maxLength: 32 }) }),
      form: buttonOf('POST /api/me/identities/:id'),
      leadsBack: `/account${section}`,
      async handle({ caller, params, reply }) {
        const provider = requireProvider(services, params.provider);
        const browser = giveBrowserKey(reply, services);
        const next = `/account?done=identity${section}`;
        const { href } = await inTrail(services, reply, { kind: 'add-factor', format: 'form' }, (trailing) =>
          beginToLink(services, caller, { provider, browser, next }, trailing),
        );
        return services.pages.leaveTo(reply, href);
      },
    }),
    route({
      ...page,
      path: '/account/identities/:id/remove',
      params: Type.Object({ id: Type.String({ maxLength: 64 }) }),
      form: buttonOf('DELETE /api/me/identities/:id'),
      leadsBack: `/account${section}`,
      async handle({ caller, params, request, reply }) {
        // One that is gone already, as after a second press, is shown as what it is: no longer there.
        const isRemoved = await removeIdentity(services, caller, params.id, request).then(
          () => true,
          (error: unknown) => {
            if (error instanceof Problem && error.definition === notFound) return false;
            throw error;
          },
        );
        return reply.redirect(`/account${isRemoved ? '?done=identity-removed' : ''}${section}`, 303);
      },
    }),
  ];
}
