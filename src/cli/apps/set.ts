import type { Flags } from '../../config/index.ts';
import { CliError } from '../../kit/failure.ts';
import { type AppChange, changeApp } from '../../operate/apps/index.ts';
import { withSecretKey } from '../accounts/database.ts';
import { print, tell } from '../accounts/text.ts';
import { withoutPkceWarning } from './text.ts';

export interface SetFlags {
  readonly redirect?: readonly string[];
  readonly removeRedirect?: readonly string[];
  readonly logoutRedirect?: readonly string[];
  readonly logoutUri?: string;
  readonly removeLogoutRedirect?: readonly string[];
  readonly firstParty?: boolean;
  readonly withoutPkce?: true;
  readonly withPkce?: true;
  readonly refreshOverlap?: string;
  readonly scope?: readonly string[];
  readonly allScopes?: true;
  readonly resource?: string;
  readonly disable?: true;
  readonly enable?: true;
}

/** Changes an app, and says what is another than before. */
export function setApp(name: string, options: Flags & SetFlags): Promise<void> {
  const change = changeOf(options);
  if (Object.values(change).every((one) => one === undefined))
    throw new CliError(
      'Nothing to change was given.',
      'Run "latchkey apps set --help" to see what can be.',
      2,
    );
  return withSecretKey(options, async (services) => {
    const { app, changed } = await changeApp(services, name, change);
    if (changed.length === 0) return print(`${app.name} is like that already. Nothing was changed.\n`);
    await print(`Changed ${app.name}: ${changed.join(', ')}.\n`);
    if (changed.includes('PKCE') && app.pkce === 0) await tell(`${withoutPkceWarning(app.name)}\n`);
    if (changed.includes('turned on or off'))
      await print(
        app.disabled_at === null
          ? 'Its requests are accepted again.\n'
          : 'All of its requests are refused now.\n',
      );
  });
}

function changeOf(flags: SetFlags): AppChange {
  const { logoutUri, resource, firstParty, refreshOverlap, withPkce, withoutPkce, enable, disable } = flags;
  const scopes = flags.allScopes ? [] : flags.scope;
  return {
    ...withAddresses('redirects', flags.redirect, flags.removeRedirect),
    ...withAddresses('logoutRedirects', flags.logoutRedirect, flags.removeLogoutRedirect),
    ...(logoutUri !== undefined && { logoutUri }),
    ...(firstParty !== undefined && { firstParty }),
    ...((withPkce || withoutPkce) && { pkce: withPkce === true }),
    ...(refreshOverlap !== undefined && { refreshOverlap }),
    ...(scopes && { scopes }),
    ...(resource !== undefined && { resource }),
    ...((enable || disable) && { disabled: disable === true }),
  };
}

function withAddresses(
  which: 'redirects' | 'logoutRedirects',
  added: readonly string[] = [],
  removed: readonly string[] = [],
): AppChange {
  if (added.length + removed.length === 0) return {};
  return {
    [which]: (present: readonly string[]) => {
      const missing = removed.find((address) => !present.includes(address));
      if (missing !== undefined)
        throw new CliError(
          `${JSON.stringify(missing)} isn't one of its addresses.`,
          'Run "latchkey apps show" to see them. They are compared letter by letter.',
        );
      return [...present.filter((address) => !removed.includes(address)), ...added];
    },
  };
}
