import type { ClientAuth } from 'openid-client';
import type { Provider } from './providers.ts';

/** In seconds. Apple takes up to six months; one that is made for each request needs no more. */
const lifetime = 300;

/** Apple's client secret is a JWT that the key of the developer's account signs (Apple: Creating a client secret). */
export async function appleSecret(
  { teamId, keyId, privateKey }: NonNullable<Provider['apple']>,
  clientId: string,
): Promise<ClientAuth> {
  const { importPKCS8, SignJWT } = await import('jose');
  const { ClientSecretPost } = await import('openid-client');
  const key = await importPKCS8(privateKey, 'ES256');
  let made = { secret: '', until: 0 };
  const secret = async () => {
    const now = Math.floor(Date.now() / 1000);
    if (now >= made.until - lifetime / 2) {
      const jwt = new SignJWT({})
        .setProtectedHeader({ alg: 'ES256', kid: keyId })
        .setIssuer(teamId)
        .setSubject(clientId)
        .setAudience('https://appleid.apple.com')
        .setIssuedAt(now)
        .setExpirationTime(now + lifetime);
      made = { secret: await jwt.sign(key), until: now + lifetime };
    }
    return made.secret;
  };
  return async (server, client, body, headers) =>
    ClientSecretPost(await secret())(server, client, body, headers);
}
