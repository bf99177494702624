import { hash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { cookie, cookieName, readCookie } from '../../kit/http/index.ts';
import { randomText } from '../../kit/random-text.ts';
import { sameText, sign } from '../../kit/secret-token.ts';
import type { Services } from '../../kit/services.ts';

/**
 * A browser that this account has logged in from before carries a signed cookie, and its wrong guesses
 * are counted apart from those of strangers: whoever tries to lock the owner out locks out only himself.
 * The cookie never replaces a password; it only chooses the counter.
 */
export interface KnownDevice {
  /** Names the device to the counters. */
  readonly id: string;
}

type DeviceServices = Pick<Services, 'config' | 'clock' | 'secretKey'>;

/** Whose device it is. Both are in the signature, so a change of password or factors makes strangers of all devices. */
export interface DeviceOwner {
  readonly accountId: string;
  /** The account's `security_version`. */
  readonly securityVersion: number;
}

export function findKnownDevice(
  services: DeviceServices,
  request: FastifyRequest,
  owner: DeviceOwner,
): KnownDevice | null {
  const header = request.headers.cookie;
  if (header === undefined) return null;
  const name = deviceCookieName(services, owner.accountId);
  const value = readCookie(header, name, (one) => isRight(services, owner, one));
  const [id] = value?.split('.') ?? [];
  return id === undefined ? null : { id };
}

/** Whether an account has logged in from the browser of a request. */
export function isKnownIn(
  services: DeviceServices,
  request: FastifyRequest,
  account: { readonly id: string; readonly security_version: number } | undefined,
): boolean {
  if (!account) return false;
  const owner = { accountId: account.id, securityVersion: account.security_version };
  return findKnownDevice(services, request, owner) !== null;
}

/**
 * Whether some account may know the browser of a request, so that it's counted apart. It proves nothing: a page only has
 * ready what it is likely to need.
 */
export function mayBeKnown(services: Pick<Services, 'config'>, { headers }: FastifyRequest): boolean {
  const prefix = cookieName(devicePrefix, isSecure(services));
  return (headers.cookie ?? '').split(';').some((pair) => pair.trimStart().startsWith(prefix));
}

function isRight(services: DeviceServices, owner: DeviceOwner, value: string): boolean {
  const [id, expires, signature, ...rest] = value.split('.');
  if (id === undefined || expires === undefined || signature === undefined || rest.length > 0) return false;
  if (!(Number(expires) > services.clock())) return false;
  return sameText(signature, signatureOf(services, owner, id, expires));
}

/**
 * Makes the browser known to the account: only after a login that succeeded in it, or a change of password or factors
 * by its session. A browser that was known right before keeps its id: one that got another with every login would
 * collect as many counters of its own as it likes.
 */
export function rememberDevice(services: DeviceServices, reply: FastifyReply, owner: DeviceOwner): void {
  const { config, clock } = services;
  const { accountId, securityVersion } = owner;
  const known =
    findKnownDevice(services, reply.request, owner) ??
    findKnownDevice(services, reply.request, { accountId, securityVersion: securityVersion - 1 });
  const id = known?.id ?? randomText(12);
  const expires = String(clock() + config.limits.deviceLifetime);
  const value = `${id}.${expires}.${signatureOf(services, owner, id, expires)}`;
  const secure = isSecure(services);
  const maxAge = Math.floor(config.limits.deviceLifetime / 1000);
  reply.header('set-cookie', cookie(deviceCookieName(services, owner.accountId), value, { secure, maxAge }));
}

const devicePrefix = 'latchkey-device-';

/** One cookie for each account, so that people who share a browser are each known in it. */
function deviceCookieName(services: DeviceServices, accountId: string): string {
  const short = hash('sha256', accountId, 'hex').slice(0, 12);
  return cookieName(`${devicePrefix}${short}`, isSecure(services));
}

function signatureOf({ secretKey }: DeviceServices, owner: DeviceOwner, id: string, expires: string): string {
  return sign(secretKey, 'known-device', `${owner.accountId}.${owner.securityVersion}.${id}.${expires}`);
}

function isSecure({ config }: Pick<Services, 'config'>): boolean {
  return config.publicUrl.startsWith('https:');
}
