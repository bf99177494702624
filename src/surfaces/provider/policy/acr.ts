import type { ClaimsParameter, errors } from 'oidc-provider';

/** The level of assurance in an ID token (NIST SP 800-63B). */
export const acrOf = (aal: number): string => `urn:latchkey:aal:${aal}`;

/** The levels that there are, the highest first. */
const levels = [2, 1] as const;

export type Level = (typeof levels)[number];

/** How surely an app wants to know who somebody is (OpenID Connect Core sections 3.1.2.1 and 5.5.1.1). */
export interface AskedLevel {
  /** Those of the values that there are here, in the order of the app's preference. */
  readonly levels: readonly Level[];
  /** Whether the app can't do with another one: it asked for it as an essential claim. */
  readonly isEssential: boolean;
}

type Parameters = Readonly<Record<string, unknown>>;

/** Undefined where the app leaves it open. An essential claim counts more than `acr_values`, which are a preference. */
export function levelAskedIn({ claims, acr_values: preferred }: Parameters): AskedLevel | undefined {
  const { essential, value, values } = acrClaimIn(claims);
  const named = [value ?? values ?? []].flat();
  if (essential === true && named.length > 0) return { levels: levelsIn(named), isEssential: true };
  const all = [...(typeof preferred === 'string' ? preferred.split(' ') : []), ...named];
  const known = levelsIn(all);
  return known.length === 0 ? undefined : { levels: known, isEssential: false };
}

interface AcrClaim {
  readonly essential?: unknown;
  readonly value?: unknown;
  readonly values?: unknown;
}

function acrClaimIn(claims: unknown): AcrClaim {
  if (typeof claims !== 'string') return {};
  const { id_token: idToken } = JSON.parse(claims) as { id_token?: { acr?: AcrClaim | null } };
  return idToken?.acr ?? {};
}

/** Refuses what can't be read of a level, and what a device can't wait for: whoever connects it may be signed in by less. */
export function requireReadableLevel(
  { InvalidRequest }: Pick<typeof errors, 'InvalidRequest'>,
  route: string,
  { id_token: idToken }: ClaimsParameter,
): void {
  const { essential, value, values = [] } = (idToken?.acr ?? {}) as AcrClaim;
  const isText = (one: unknown) => typeof one === 'string';
  if (!Array.isArray(values) || ![value ?? '', ...values].every(isText))
    throw new InvalidRequest(
      'claims.id_token.acr must hold its value as a string, or values as a list of them',
    );
  if (essential === true && route === 'device_authorization')
    throw new InvalidRequest('a device can prefer an acr by acr_values, and not insist on one');
}

const levelsIn = (values: readonly unknown[]): readonly Level[] =>
  values.flatMap((value) => levels.filter((level) => acrOf(level) === value));

/** What becomes of a session for an app that asks for a level. */
export type Outcome =
  /** What the app is told: somebody who reaches level 2 reaches level 1 as well. `isLess`: it would rather have more. */
  | { readonly told: Level; readonly isLess: boolean }
  /** The person proves their second factor first, or adds one. */
  | { readonly first: 'second-factor' | 'add-second-factor'; readonly isEssential: boolean }
  /** The app insists on something that nobody reaches here. */
  | { readonly first: 'nothing-helps' };

/**
 * A preference is met where the account has a second factor, and otherwise the app learns what there is. Who has none adds
 * one where the app insists.
 */
export function outcomeFor(
  { levels: asked, isEssential }: AskedLevel,
  level: Level,
  hasSecondFactor: boolean,
): Outcome {
  const [best] = asked;
  if (best === undefined) return { first: 'nothing-helps' };
  const reached = asked.includes(level) ? level : asked.find((one) => one < level);
  if (isEssential && reached !== undefined) return { told: reached, isLess: false };
  if (best <= level) return { told: level, isLess: false };
  if (hasSecondFactor) return { first: 'second-factor', isEssential };
  return isEssential ? { first: 'add-second-factor', isEssential } : { told: level, isLess: true };
}
