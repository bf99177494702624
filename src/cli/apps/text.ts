import type { Config } from '../../config/index.ts';
import { isoTime } from '../../kit/clock.ts';
import { type AppRow, appKinds, metadataOf } from '../../operate/apps/index.ts';
import { dataKeys } from '../find-data.ts';

/** The settings of commands that print addresses of the server. */
export const serverKeys = [...dataKeys, 'publicUrl', 'siteName', 'host', 'port'];

/** A command about an app, with its name as a shell takes it. */
export function commandFor(command: string, name: string, rest = ''): string {
  const word = /^[\w.-]+$/.test(name) ? name : `'${name.replaceAll("'", String.raw`'\''`)}'`;
  return `latchkey apps ${command} ${word}${rest === '' ? '' : ` ${rest}`}`;
}

export const withoutPkceWarning = (name: string): string =>
  'PKCE is off for this app: its secret alone keeps a stolen code from being used. As soon as the software can send it, ' +
  `run "${commandFor('set', name, '--with-pkce')}".`;

/** Where an app finds this server. */
export const addressesOf = ({ publicUrl }: Pick<Config, 'publicUrl'>) => ({
  issuer: publicUrl,
  discovery: `${publicUrl}/.well-known/openid-configuration`,
});

/** An app as `--json` prints it. */
export function appJson(config: Pick<Config, 'publicUrl'>, app: AppRow) {
  const metadata = metadataOf(app);
  return {
    name: app.name,
    clientId: app.id,
    kind: app.kind,
    redirects: metadata.redirect_uris ?? [],
    logoutRedirects: metadata.post_logout_redirect_uris ?? [],
    logoutUri: metadata.backchannel_logout_uri ?? null,
    firstParty: app.first_party === 1,
    pkce: app.pkce === 1,
    resource: metadata.own_resource ?? null,
    resourceScopes: metadata.resource_scopes ?? null,
    refreshOverlapSeconds: metadata.refresh_overlap ?? 0,
    disabledAt: app.disabled_at === null ? null : isoTime(app.disabled_at),
    createdAt: isoTime(app.created_at),
    grantTypes: appKinds[app.kind].grantTypes,
    ...addressesOf(config),
  };
}
