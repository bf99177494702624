import { type Route, route } from '../../kit/http/index.ts';
import { Type } from '../../kit/schema.ts';
import type { Services } from '../../kit/services.ts';

const providerSchema = Type.Object(
  {
    id: Type.String({ examples: ['github'] }),
    label: Type.String({ description: 'What to write on its button.', examples: ['GitHub'] }),
    url: Type.String({
      description: 'Where to send the browser. Add `?next=` with the URL to come back to.',
      examples: ['https://login.example.com/login/with/github'],
    }),
  },
  { title: 'Provider', description: 'An identity provider that people can sign in with.' },
);

export function outsideRoutes(services: Services): Route[] {
  const { config } = services;
  return [
    route({
      method: 'GET',
      path: '/api/login/with',
      kind: 'api',
      access: 'anyone',
      operationId: 'listProviders',
      tag: 'Log in',
      summary: 'List the providers that people can sign in with',
      description:
        'For a sign-in form of your own: a link for each, which the browser opens as a page. Whoever comes back is signed in by a cookie.',
      answers: {
        200: {
          description: 'The providers, in the order of `login.with`.',
          schema: Type.Object({ providers: Type.Array(providerSchema) }, { title: 'Providers' }),
        },
      },
      handle: async () => ({
        providers: config.login.with.map(({ id, label }) => ({
          id,
          label,
          url: `${config.publicUrl}/login/with/${id}`,
        })),
      }),
    }),
  ];
}
