import { randomUUID } from 'node:crypto';
import { seconds } from '../../../kit/duration.ts';
import type { Caller } from '../../../kit/http/index.ts';
import type { Services } from '../../../kit/services.ts';
import { amrOf } from '../../../people/sessions/index.ts';
import { loadSigningKeys } from '../keys/keys.ts';

/** How long such a token works unless asked otherwise, and at most. */
export const lifetimes = { usual: seconds(60), most: seconds(300) };

type TokenServices = Pick<Services, 'config' | 'clock' | 'db' | 'secretKey'>;

/**
 * A token for a resource (RFC 9068), made from a living session. Whoever takes it asks nobody, so it works until its end though the
 * session has ended: hence its short life. `lifetime` in milliseconds.
 */
export async function makeSessionToken(
  services: TokenServices,
  { account, via: { session } }: Caller,
  { resource, lifetime }: { readonly resource: string; readonly lifetime: number },
): Promise<string> {
  const { importJWK, SignJWT } = await import('jose');
  const key = (await loadSigningKeys(services)).find(({ alg }) => alg === 'ES256');
  if (!key) throw new Error('There is no key to sign by.');
  const now = Math.floor(services.clock() / 1000);
  return new SignJWT({
    client_id: 'session',
    sid: session.id,
    auth_time: Math.floor(session.auth_time / 1000),
    amr: amrOf(session),
    acr: `urn:latchkey:aal:${session.aal}`,
  })
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: key.kid })
    .setIssuer(services.config.publicUrl)
    .setSubject(account.id)
    .setAudience(resource)
    .setJti(randomUUID())
    .setIssuedAt(now)
    .setExpirationTime(now + lifetime / 1000)
    .sign(await importJWK(key));
}
