import type { Config } from '../config/index.ts';
import { isoTime } from '../kit/clock.ts';
import { type AppMetadata, type AppRow, appKinds } from '../operate/apps/index.ts';
import { dataKeys } from './find-data.ts';

/** The settings of commands that print addresses of the server. */
export const serverKeys = [...dataKeys, 'publicUrl', 'siteName', 'host', 'port'];

export const withoutPkceWarning =
  'PKCE is off for this app: its secret alone keeps a stolen code from being used. Turn it on with "latchkey apps set ' +
  'NAME --with-pkce" as soon as the software can send it.';

/** Where an app finds this server. */
export const addressesOf = ({ publicUrl }: Pick<Config, 'publicUrl'>) => ({
  issuer: publicUrl,
  discovery: `${publicUrl}/.well-known/openid-configuration`,
});

/** An app as `--json` prints it. */
export function appJson(config: Pick<Config, 'publicUrl'>, app: AppRow) {
  const metadata = JSON.parse(app.metadata) as AppMetadata;
  return {
    name: app.name,
    clientId: app.id,
    kind: app.kind,
    redirects: metadata.redirect_uris ?? [],
    logoutRedirects: metadata.post_logout_redirect_uris ?? [],
    firstParty: app.first_party === 1,
    pkce: app.pkce === 1,
    disabledAt: app.disabled_at === null ? null : isoTime(app.disabled_at),
    createdAt: isoTime(app.created_at),
    grantTypes: appKinds[app.kind].grantTypes,
    ...addressesOf(config),
  };
}
