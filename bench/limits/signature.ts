/** The limit of tokens: nothing but one signature after the other, by `jose` or by Node itself. Sends what one takes, in µs. */
import { generateKeyPairSync, sign } from 'node:crypto';
import { CompactSign, type JWK } from 'jose';

const { ALG: alg = 'RS256', LIBRARY: library = 'jose', SECONDS: seconds } = process.env;
const { privateKey } =
  alg === 'RS256'
    ? generateKeyPairSync('rsa', { modulusLength: 3072 })
    : generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwk: JWK = privateKey.export({ format: 'jwk' });
const claims = Buffer.alloc(400, 'c');

const ways: Readonly<Record<string, () => unknown>> = {
  jose: () => new CompactSign(claims).setProtectedHeader({ alg }).sign(jwk),
  node: () => sign('sha256', claims, { key: privateKey, dsaEncoding: 'ieee-p1363' }),
};

async function signFor(milliseconds: number): Promise<number> {
  const end = performance.now() + milliseconds;
  let done = 0;
  for (; performance.now() < end; done++) await ways[library]?.();
  return done;
}

await signFor(300);
const before = process.cpuUsage();
const done = await signFor(Number(seconds) * 1000);
const { user, system } = process.cpuUsage(before);
process.send?.((user + system) / done);
