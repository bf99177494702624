import { generateKeyPairSync } from 'node:crypto';
import { Secret } from 'otpauth';
import type { Addable } from '../../src/factors/index.ts';
import type { FactorName } from '../../src/people/factor-names.ts';
import {
  type AssertionAnswer,
  type CreationOptions,
  type RequestOptions,
  softwareAuthenticator,
} from './authenticator.ts';
import type { Body, Browser } from './browser-of.ts';
import type { FakeClock } from './clock.ts';
import { totpCode, wrongTotpCode } from './totp-codes.ts';

/** A factor that somebody has, and the bodies that answer it. */
export interface HeldFactor {
  /** `offer` is what `next` says of the factor. */
  right(now: number, offer?: object): object;
  wrong(now: number, offer?: object): object;
  /** What it keeps, in every spelling in which it could be told. */
  readonly secrets: readonly string[];
}

interface Made {
  /** The body of the request that adds it. */
  readonly body: object;
  readonly held: HeldFactor;
}

/** How somebody makes a factor, and what its answers are. */
interface Example {
  /** Whether an answer is good once, as those are that can be overheard. */
  readonly isOneTime: boolean;
  /** What of an answer must be told nobody. */
  secretIn(answer: object): string;
  /** `begun` is what its beginning has answered. */
  make(begun: Body, now: number): Made;
}

/** Comes with the account, or with another factor. */
export type NeverAdded = 'password' | 'recovery-code' | 'email-code';

/** Each factor that can be added. */
const examples: Readonly<Record<Exclude<FactorName, NeverAdded>, Example>> = {
  totp: {
    isOneTime: true,
    secretIn: (answer) => (answer as { readonly code: string }).code,
    make({ secret = '' }, now) {
      const right = (at: number) => ({ code: totpCode(secret, at) });
      const bytes = Buffer.from(Secret.fromBase32(secret).buffer);
      const spellings = (['hex', 'base64', 'base64url'] as const).map((form) => bytes.toString(form));
      const wrong = (at: number) => ({ code: wrongTotpCode(secret, at) });
      return { body: right(now), held: { right, wrong, secrets: [secret, ...spellings] } };
    },
  },
  passkey: {
    isOneTime: true,
    secretIn: (answer) => (answer as { readonly response: AssertionAnswer }).response.response.signature,
    make(begun) {
      const own = softwareAuthenticator();
      const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
      const answer =
        (twist: Parameters<typeof own.get>[1]) =>
        (_now: number, offer: { options?: RequestOptions } = {}) => ({
          response: own.get(offer.options ?? { challenge: '' }, twist),
        });
      return {
        body: { response: own.create(begun as unknown as CreationOptions) },
        held: {
          right: answer({}),
          wrong: answer({ signedWith: stranger }),
          secrets: own.keep().privateKey.split('\n').slice(1, -2),
        },
      };
    },
  },
};

/** The example of a factor; throws for one that can't be added. */
export function exampleFor({ name }: Pick<Addable, 'name'>): Example {
  const example = examples[name as keyof typeof examples];
  if (!example) throw new Error(`${name} can't be added.`);
  return example;
}

/** Has the browser's account add a factor; half a minute later, so that an app shows a new code. */
export async function addExample(
  { clock }: { readonly clock: FakeClock },
  self: Browser,
  factor: Addable,
): Promise<{ held: HeldFactor; body: Body }> {
  const { begin, add } = factor.own ?? {};
  const begun = begin ? (await self.post(begin.path)).body : {};
  const made = exampleFor(factor).make(begun, clock());
  const added = await self.post(add?.path ?? '', made.body);
  if (added.status >= 300) throw new Error(added.text);
  clock.advance(30_000);
  return { held: made.held, body: added.body };
}

/** Where the factor is removed, the oldest one where there may be several, by what `GET /api/me/factors` has answered. */
export function removalOf({ own }: Addable, overview: object): string {
  const members = overview as Readonly<Record<string, unknown>>;
  const [held] = Object.keys(own?.schema ?? {}).flatMap((member) => members[member]) as { id?: string }[];
  return (own?.remove?.path ?? '').replace(':id', held?.id ?? '');
}
