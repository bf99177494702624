import { isoTime } from '../../../kit/clock.ts';
import { Type } from '../../../kit/schema.ts';
import type { AppOverview } from '../../../operate/apps/index.ts';
import { type ResourceRow, scopesOfResource } from '../../../people/resources/index.ts';
import { scopes as everyScope } from '../../provider/index.ts';
import { textOrNull } from '../list-schemas.ts';
import { time } from '../role-schemas.ts';

export const appParams = Type.Object({
  id: Type.String({ description: 'The client ID.', examples: ['app_b7Xk2vTqYw8Zr4Nc1mHs0A'] }),
});

export const appSchema = Type.Object(
  {
    id: Type.String({ description: 'Its client ID.', examples: ['app_b7Xk2vTqYw8Zr4Nc1mHs0A'] }),
    name: Type.String({ examples: ['Wiki'] }),
    kind: Type.String({
      description: '`web`, `spa`, `native`, `machine` or `device`.',
      examples: ['web'],
    }),
    enabled: Type.Boolean({ description: 'False once it was turned off.', examples: [true] }),
    redirectUris: Type.Array(Type.String(), {
      description: 'Where people are sent back to.',
      examples: [['https://wiki.example.com/callback']],
    }),
    scopes: Type.Unsafe<string[] | null>({
      type: ['array', 'null'],
      items: { type: 'string' },
      description:
        'What it may ask for. It is null for a machine that may ask for every scope of every resource.',
      examples: [['openid', 'profile']],
    }),
    firstParty: Type.Boolean({ description: 'Whether nobody is asked to allow it.', examples: [false] }),
    pkce: Type.Boolean({ description: 'Whether it must send a code challenge.', examples: [true] }),
    people: Type.Integer({ description: 'How many accounts allow it now.', examples: [12] }),
    lastUsedAt: textOrNull({
      description: 'When somebody last signed in to it, in UTC.',
      example: '2026-11-29T09:30:00.000Z',
      format: 'date-time',
    }),
    createdAt: Type.String({ ...time, examples: ['2026-11-29T09:30:00.000Z'] }),
  },
  { title: 'App', description: 'Software that people can sign in to, without its secrets.' },
);

export const resourceSchema = Type.Object(
  {
    url: Type.String({ description: 'Its address.', examples: ['https://api.example.com/'] }),
    name: Type.String({ examples: ['Tools'] }),
    scopes: Type.Record(Type.String(), Type.String(), {
      description: 'Each scope with what it means to people.',
      examples: [{ 'tools:read': 'See your tools' }],
    }),
  },
  { title: 'Resource', description: 'An API that apps get tokens for.' },
);

/** What an app may ask for; undefined for a machine that may ask for every scope of every resource. */
export const scopesOfApp = ({ app, metadata }: AppOverview): readonly string[] | undefined =>
  app.kind === 'machine' ? metadata.resource_scopes : (metadata.scope?.split(' ') ?? everyScope);

/** An app as the API answers it. */
export function appJson(overview: AppOverview) {
  const { app, metadata, people, lastUsedAt } = overview;
  const scopes = scopesOfApp(overview);
  return {
    ...{ id: app.id, name: app.name, kind: app.kind as string, enabled: app.disabled_at === null },
    redirectUris: [...(metadata.redirect_uris ?? [])],
    scopes: scopes ? [...scopes] : null,
    ...{ firstParty: app.first_party === 1, pkce: app.pkce === 1, people },
    lastUsedAt: lastUsedAt === null ? null : isoTime(lastUsedAt),
    createdAt: isoTime(app.created_at),
  };
}

/** A resource as the API answers it. */
export const resourceJson = (resource: ResourceRow) => ({
  ...{ url: resource.url, name: resource.name, scopes: { ...scopesOfResource(resource) } },
});
