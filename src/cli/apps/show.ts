import type { Config, Flags } from '../../config/index.ts';
import { isoTime } from '../../kit/clock.ts';
import { appKinds, type ShownApp, showApp } from '../../operate/apps/index.ts';
import { scopes } from '../../surfaces/provider/index.ts';
import { withDatabase } from '../accounts/database.ts';
import { columns, count, jsonLine, print, timeText } from '../accounts/text.ts';
import { addressesOf, appJson, serverKeys } from './text.ts';

/** Prints one app with everything that is known about it, but its secrets. */
export function showOneApp(name: string, { json, ...flags }: Flags & { json?: true }): Promise<void> {
  return withDatabase(
    flags,
    async (services) => {
      const shown = await showApp(services, name);
      await print(json ? jsonLine(shownJson(services.config, shown)) : textOf(services.config, shown));
    },
    serverKeys,
  );
}

function shownJson(config: Config, { app, secrets, people, lastUsedAt }: ShownApp) {
  return {
    ...appJson(config, app),
    secrets: secrets.map(({ createdAt, expiresAt }) => ({
      createdAt: isoTime(createdAt),
      expiresAt: expiresAt === null ? null : isoTime(expiresAt),
    })),
    people,
    lastUsedAt: lastUsedAt === null ? null : isoTime(lastUsedAt),
  };
}

function textOf(config: Config, shown: ShownApp): string {
  const { app, metadata, people, lastUsedAt } = shown;
  const { grantTypes } = appKinds[app.kind];
  const rows = [
    ['Client ID', app.id],
    ['Kind', app.kind],
    ['State', app.disabled_at === null ? 'on' : `turned off ${timeText(app.disabled_at)}`],
    ...rowsOf('Redirect addresses', metadata.redirect_uris),
    ...rowsOf('Sign-out addresses', metadata.post_logout_redirect_uris),
    ['PKCE', app.pkce === 1 ? 'required' : 'off'],
    ...overlapRows(metadata.refresh_overlap),
    [
      'First-party',
      app.first_party === 1 ? 'yes, people are not asked to allow it' : 'no, people are asked to allow it',
    ],
    ['Gets tokens by', grantTypes.map((type) => type.split(':').at(-1)).join(', ')],
    ['Scopes', scopesOf(shown)],
    ...(metadata.own_resource === undefined ? [] : [['Is the resource', metadata.own_resource]]),
    ...secretRows(shown),
    ['People', people === 0 ? 'nobody allows it now' : `${count(people, 'account')} allowing it now`],
    ['Last sign-in', lastUsedAt === null ? 'never' : timeText(lastUsedAt)],
    ['Added', timeText(app.created_at)],
    ['Discovery', addressesOf(config).discovery],
  ].map(([label = '', value = '']) => [`  ${label}`, value]);
  return `${app.name}\n\n${columns(rows)}\nAll times are UTC.\n`;
}

/** A machine signs nobody in: it asks for the scopes of resources alone. */
const scopesOf = ({ app, metadata }: ShownApp): string =>
  app.kind === 'machine'
    ? (metadata.resource_scopes?.join(', ') ?? 'all of every resource')
    : (metadata.scope?.split(' ') ?? scopes).join(', ');

const rowsOf = (label: string, addresses: readonly string[] = []): string[][] =>
  addresses.length === 0
    ? [[label, 'none']]
    : addresses.map((address, at) => [at === 0 ? label : '', address]);

const overlapRows = (overlap = 0): string[][] =>
  overlap === 0 ? [] : [['Refresh overlap', count(overlap, 'second')]];

function secretRows({ app, metadata, secrets }: ShownApp): string[][] {
  if (!appKinds[app.kind].hasSecret || metadata.jwks) return [];
  if (secrets.length === 0) return [['Secret', 'none']];
  return secrets.map(({ createdAt, expiresAt }, at) => [
    at === 0 ? 'Secret' : '',
    `created ${timeText(createdAt)}${expiresAt === null ? '' : `, expires ${timeText(expiresAt)}`}`,
  ]);
}
