import { CliError } from '../../kit/failure.ts';
import { appKinds, requireRedirect, type ShownApp } from '../../operate/apps/index.ts';
import type { StepWith } from '../../people/trails/index.ts';
import { redirectFits } from './clients/redirect-fits.ts';
import { differenceOf } from './trail/note.ts';

/** What a sign-in to an app meets here: what is fine, what is refused, and what should be known. */
export type AppFinding =
  | { readonly code: 'disabled' | 'no-secret' | 'no-redirect'; readonly verdict: 'refused' }
  | { readonly code: 'address-refused'; readonly verdict: 'refused'; readonly why: string }
  | { readonly code: 'redirect-fits'; readonly verdict: 'ok' }
  | {
      readonly code: 'redirect';
      readonly verdict: 'refused';
      readonly difference: Omit<StepWith<'app-redirect'>, 'code'>;
    }
  | { readonly code: 'only-here' | 'told-if-listed'; readonly verdict: 'note'; readonly address: string }
  | { readonly code: 'secret-ends'; readonly verdict: 'note'; readonly at: number }
  | { readonly code: 'pkce-off' | 'pkce-on'; readonly verdict: 'note' };

/**
 * Judges an app as the provider will: whether a sign-in would be refused before anybody is asked. `redirect` is the address
 * that the app sends, if it is known.
 */
export function judgeApp(
  { app, metadata, secrets }: ShownApp,
  { redirect }: { redirect?: string | undefined },
): readonly AppFinding[] {
  const { hasSecret, grantTypes } = appKinds[app.kind];
  const addresses = metadata.redirect_uris ?? [];
  const isAsked = grantTypes.includes('authorization_code');
  const found: AppFinding[] = [];
  if (app.disabled_at !== null) found.push({ code: 'disabled', verdict: 'refused' });
  if (isAsked && addresses.length === 0) found.push({ code: 'no-redirect', verdict: 'refused' });
  found.push(...addresses.flatMap((address) => judgeAddress(address, app.kind)));
  if (redirect !== undefined) {
    found.push(
      redirectFits(redirect, addresses, appKinds[app.kind].applicationType === 'native')
        ? { code: 'redirect-fits', verdict: 'ok' }
        : { code: 'redirect', verdict: 'refused', difference: differenceOf(redirect, addresses) },
    );
  }
  if (hasSecret && !metadata.jwks && secrets.length === 0)
    found.push({ code: 'no-secret', verdict: 'refused' });
  for (const { expiresAt } of secrets)
    if (expiresAt !== null) found.push({ code: 'secret-ends', verdict: 'note', at: expiresAt });
  const { backchannel_logout_uri: toldAt } = metadata;
  if (toldAt !== undefined && isWithoutTls(toldAt))
    found.push({ code: 'told-if-listed', verdict: 'note', address: toldAt });
  if (isAsked) found.push({ code: app.pkce === 1 ? 'pkce-on' : 'pkce-off', verdict: 'note' });
  return found;
}

/** What is kept may be older than a rule. */
function judgeAddress(address: string, kind: ShownApp['app']['kind']): readonly AppFinding[] {
  try {
    requireRedirect(address, kind);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    const [why = ''] = error.message.split('\n');
    return [{ code: 'address-refused', verdict: 'refused', why }];
  }
  const isHere = appKinds[kind].applicationType === 'web' && isWithoutTls(address);
  return isHere ? [{ code: 'only-here', verdict: 'note', address }] : [];
}

const isWithoutTls = (address: string): boolean => URL.parse(address)?.protocol === 'http:';
