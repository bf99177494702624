import type { Configuration, IDToken } from 'openid-client';
import { Malformed } from './faults.ts';
import { issuerOf, type Provider } from './providers.ts';

/**
 * Whether Microsoft answers, for one tenant or for all: whoever has a tenant may write any address into its accounts, so none of
 * its addresses counts as verified.
 */
export const isMicrosoft = (provider: Pick<Provider, 'kind' | 'issuer'>): boolean =>
  provider.kind === 'microsoft' || URL.parse(issuerOf(provider))?.hostname === 'login.microsoftonline.com';

/**
 * Each key that Microsoft publishes names the issuer that it signs for, with `{tenantid}` where that is every tenant: one for private
 * accounts must not vouch for somebody of a company (Microsoft: Validate the signing key issuer). Throws `Malformed`.
 */
export async function requireKeyOfTenant(
  configuration: Configuration,
  idToken: string,
  { iss, tid }: IDToken,
): Promise<void> {
  const [{ getJwksCache }, { decodeProtectedHeader }] = await Promise.all([
    import('openid-client'),
    import('jose'),
  ]);
  const { kid } = decodeProtectedHeader(idToken);
  const key = getJwksCache(configuration)?.jwks.keys.find((one) => one.kid === kid);
  const signsFor = key && (key as { readonly issuer?: unknown }).issuer;
  if (signsFor === undefined) return;
  if (typeof signsFor !== 'string' || signsFor.replace('{tenantid}', () => String(tid)) !== iss)
    throw new Malformed('issuer');
}
