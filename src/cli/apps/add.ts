import type { Config, Flags } from '../../config/index.ts';
import { CliError } from '../../kit/failure.ts';
import { type AddedApp, type AppKind, addApp } from '../../operate/apps/index.ts';
import { withSecretKey } from '../accounts/database.ts';
import { columns, jsonLine, print, tell } from '../accounts/text.ts';
import { softwareNamed } from './software.ts';
import type { Software } from './software-facts.ts';
import { addressesOf, appJson, commandFor, serverKeys, withoutPkceWarning } from './text.ts';

export interface AddFlags {
  readonly kind: AppKind;
  readonly redirect?: readonly string[];
  readonly logoutRedirect?: readonly string[];
  readonly logoutUri?: string;
  readonly scope?: readonly string[];
  readonly resource?: string;
  readonly firstParty?: true;
  /** Commander's name for the absence of `--without-pkce`. */
  readonly withoutPkce?: true;
  readonly for?: string;
  readonly json?: true;
}

/** Adds an app, and prints what has to be put into it. */
export function addOneApp(name: string, options: Flags & AddFlags): Promise<void> {
  const { kind, redirect = [], logoutRedirect = [], logoutUri } = options;
  const { firstParty, withoutPkce, scope, resource, for: target, json } = options;
  const software = target === undefined ? undefined : softwareNamed(target);
  if (software) requireFit(software, { kind, redirect, withoutPkce: withoutPkce === true });
  return withSecretKey(
    options,
    async (services) => {
      const added = await addApp(services, {
        name,
        kind,
        redirects: redirect,
        logoutRedirects: logoutRedirect,
        ...(logoutUri !== undefined && { logoutUri }),
        firstParty: firstParty === true,
        withoutPkce: withoutPkce === true,
        ...(scope && { scopes: scope }),
        ...(resource !== undefined && { resource }),
      });
      const { config } = services;
      const settings = software?.settings({
        id: added.app.id,
        secret: added.secret ?? '',
        issuer: config.publicUrl,
        siteName: config.siteName,
        redirect: redirect[0] ?? '',
        logoutRedirect: logoutRedirect[0],
      });
      if (!json) return tell(textOf(config, added, settings));
      const { app, secret = null } = added;
      await print(jsonLine({ ...appJson(config, app), secret, settings: settings ?? null }));
    },
    serverKeys,
  );
}

/** Refuses what that software could never sign in with, and says what it uses. */
function requireFit(
  { title, kinds, canPkce, redirectPath }: Software,
  { kind, redirect, withoutPkce }: { kind: AppKind; redirect: readonly string[]; withoutPkce: boolean },
): void {
  if (!kinds.includes(kind))
    throw new CliError(
      `${title} runs on a server, so it is of the kind web.`,
      `Leave out --kind ${kind}.`,
      2,
    );
  if (!canPkce && !withoutPkce)
    throw new CliError(
      `${title} can't send PKCE, so its requests would be refused.`,
      'Add --without-pkce. Its secret still protects the sign-in.',
      2,
    );
  if (!redirectPath) return;
  const wrong = redirect.find((address) => !redirectPath.pattern.test(URL.parse(address)?.pathname ?? ''));
  if (redirect.length > 0 && wrong === undefined) return;
  const origin = URL.parse(wrong ?? '')?.origin ?? 'null';
  const usual = `${origin === 'null' ? 'https://app.example.com' : origin}${redirectPath.usual}`;
  throw new CliError(
    `${title} sends people back to ${redirectPath.usual}${wrong === undefined ? '' : `, not to ${JSON.stringify(wrong)}`}.`,
    `Use --redirect ${usual}.`,
    2,
  );
}

function textOf(config: Config, { app, secret }: AddedApp, settings: string | undefined): string {
  const facts = [
    ['Client ID', app.id],
    ...(secret === undefined ? [] : [['Client secret', secret]]),
    ['Discovery', addressesOf(config).discovery],
  ].map(([label = '', value = '']) => [`  ${label}`, value]);
  return [
    `Added ${app.name}.\n\n`,
    columns(facts),
    secret === undefined
      ? ''
      : `\nThe secret isn't shown again. If it gets lost, run "${commandFor('new-secret', app.name)}".\n`,
    app.pkce === 1 ? '' : `\n${withoutPkceWarning(app.name)}\n`,
    settings === undefined ? '' : `\n${settings.trim()}\n`,
    isOfThisMachine(config.publicUrl)
      ? `\nOnly this machine can open ${config.publicUrl}. In production, set publicUrl before you add apps.\n`
      : '',
    `\nIf a sign-in doesn't work, run "latchkey trail" right after it. It says why.\n`,
  ].join('');
}

const isOfThisMachine = (address: string): boolean =>
  /^(localhost|127\.0\.0\.1|\[::1\])$/.test(URL.parse(address)?.hostname ?? '');
