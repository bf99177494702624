import { relyingPartyOf } from '../../factors/passkey/index.ts';
import { notFound, type Route, route } from '../../kit/http/index.ts';
import { problem } from '../../kit/problem.ts';
import { Type } from '../../kit/schema.ts';
import type { Services } from '../../kit/services.ts';

/** The addresses that browsers and password managers ask every website for. */
export function wellKnownRoutes({ config, pages }: Services): Route[] {
  return [
    // W3C "A Well-Known URL for Changing Passwords".
    route({
      method: 'GET',
      path: '/.well-known/change-password',
      kind: 'page',
      access: 'anyone',
      impersonated: true,
      handle: ({ reply }) => reply.redirect('/account#password', 303),
    }),
    // W3C "Passkey Endpoints Well-Known URL". An answer says that passkeys work here, so without them there is none.
    route({
      method: 'GET',
      path: '/.well-known/passkey-endpoints',
      kind: 'api',
      access: 'anyone',
      impersonated: true,
      answers: {
        200: {
          description: 'Where to add and manage passkeys.',
          schema: Type.Object({ enroll: Type.String(), manage: Type.String() }),
        },
      },
      handle() {
        const party = relyingPartyOf(config);
        if (party === null) throw problem(notFound);
        const passkeys = `${party.origin}/account#passkeys`;
        return { enroll: passkeys, manage: passkeys };
      },
    }),
    // Browsers ask for it beside every answer that names no icon, such as one of the API.
    route({
      method: 'GET',
      path: '/favicon.ico',
      kind: 'page',
      access: 'anyone',
      impersonated: true,
      handle: ({ reply }) => reply.redirect(pages.site.logo ?? pages.site.asset('favicon.svg'), 302),
    }),
  ];
}
