import { randomUUID, sign } from 'node:crypto';
import { seconds } from '../../../kit/duration.ts';
import type { Caller } from '../../../kit/http/index.ts';
import type { Services } from '../../../kit/services.ts';
import { amrOf } from '../../../people/sessions/index.ts';
import { loadSigner } from '../keys/keys.ts';
import { acrOf } from '../policy/acr.ts';

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
  const { kid, key } = await loadSigner(services, 'ES256');
  const now = Math.floor(services.clock() / 1000);
  const signed = [
    { alg: 'ES256', typ: 'at+jwt', kid },
    {
      iss: services.config.publicUrl,
      sub: account.id,
      aud: resource,
      client_id: 'session',
      sid: session.id,
      auth_time: Math.floor(session.auth_time / 1000),
      amr: amrOf(session),
      acr: acrOf(session.aal),
      aal: session.aal,
      jti: randomUUID(),
      iat: now,
      exp: now + lifetime / 1000,
    },
  ]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  // RFC 7518 section 3.4 has the two numbers of the signature side by side.
  const signature = sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' });
  return `${signed}.${signature.toString('base64url')}`;
}
