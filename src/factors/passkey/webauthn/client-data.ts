import type { PasskeyRefusal } from '../refusal.ts';

/** What the browser says of the page that asked (WebAuthn §5.8.1), as far as it is looked at. */
export interface ClientData {
  readonly type: string;
  readonly challenge: string;
  readonly origin: string;
  readonly crossOrigin: unknown;
  readonly topOrigin: unknown;
}

/** Undefined for what is no client data. `encoded` is base64url. */
export function readClientData(encoded: string): ClientData | undefined {
  const value = parse(encoded);
  if (typeof value !== 'object' || value === null) return undefined;
  const { type, challenge, origin, crossOrigin, topOrigin } = value as Record<string, unknown>;
  if (typeof type !== 'string' || typeof challenge !== 'string' || typeof origin !== 'string')
    return undefined;
  return { type, challenge, origin, crossOrigin, topOrigin };
}

function parse(encoded: string): unknown {
  try {
    return JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Holds client data to what was asked. The library leaves a framed page be where there is no `topOrigin`. */
export function refuseClientData(
  { type, origin, crossOrigin = false, topOrigin }: ClientData,
  wanted: Pick<ClientData, 'type' | 'origin'>,
): PasskeyRefusal | undefined {
  if (type !== wanted.type) return 'wrong-type';
  if (origin !== wanted.origin) return 'wrong-origin';
  if (crossOrigin !== false || topOrigin !== undefined) return 'framed';
  return undefined;
}
