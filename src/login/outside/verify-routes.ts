import { buttonOf, type Caller, notFound, type Route, route } from '../../kit/http/index.ts';
import { problem } from '../../kit/problem.ts';
import { Type } from '../../kit/schema.ts';
import type { Services } from '../../kit/services.ts';
import { safeNext } from '../index.ts';
import { verifiesByIdentity } from '../prove/index.ts';
import { inTrail, type Trailing } from '../trails/index.ts';
import { beginOutside } from './begin.ts';
import { giveBrowserKey } from './browser.ts';
import { outsideLoginFailed } from './problems.ts';
import { requireProvider } from './require-provider.ts';

const params = Type.Object({ provider: Type.String({ maxLength: 32, examples: ['google'] }) });

/** Confirming who one is at a provider, for whoever has neither a password nor a second factor. */
export function verifyRoutes(services: Services): Route[] {
  const { pages } = services;

  return [
    route({
      method: 'POST',
      path: '/api/reauthenticate/with/:provider',
      kind: 'api',
      access: 'signed-in',
      operationId: 'reauthenticateWithProvider',
      tag: 'Account',
      summary: 'Confirm your identity at a provider',
      description:
        'For an account with neither a password nor a second factor. Answers where to send the browser: the provider asks for a new sign-in, and leads back to `next` with a session that is confirmed.',
      params,
      body: Type.Object(
        { next: Type.Optional(Type.String({ maxLength: 6000, description: 'Where to come back to.' })) },
        { additionalProperties: false },
      ),
      example: {},
      answers: {
        200: {
          description: 'Where to send the browser, within ten minutes.',
          schema: Type.Object({ url: Type.String() }, { title: 'ReauthenticateWithProvider' }),
        },
      },
      problems: [notFound, outsideLoginFailed],
      async handle({ caller, params: { provider }, body: { next }, reply }) {
        const back = safeNext(services, next, '/account');
        const { href } = await inTrail(services, reply, { kind: 'prove', format: 'json' }, (trailing) =>
          begin(caller, { provider, next: back, browser: giveBrowserKey(reply, services) }, trailing),
        );
        return { url: href };
      },
    }),
    route({
      method: 'POST',
      path: '/account/prove/with/:provider',
      kind: 'page',
      access: 'signed-in',
      params,
      form: buttonOf('POST /api/reauthenticate/with/:provider'),
      extra: ['next'],
      async handle({ caller, params: { provider }, extra, reply }) {
        const back = safeNext(services, extra.next, '/account');
        const { href } = await inTrail(services, reply, { kind: 'prove', format: 'form' }, (trailing) =>
          begin(caller, { provider, next: back, browser: giveBrowserKey(reply, services) }, trailing),
        );
        return pages.leaveTo(reply, href);
      },
    }),
  ];

  async function begin(
    { account, via: { session } }: Caller,
    { provider: id, browser, next }: { provider: string; browser: string; next: string },
    trailing: Trailing,
  ): Promise<URL> {
    const provider = requireProvider(services, id);
    if (!(await verifiesByIdentity(services, services.db, account.id)))
      throw problem(notFound, ({ outside }) => outside.notByIdentity);
    const whose = { account_id: account.id, session_id: session.id };
    const wanted = { purpose: 'verify' as const, ...whose, browser, next, remember: false };
    return beginOutside(services, provider, wanted, trailing);
  }
}
