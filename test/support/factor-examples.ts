import type { Addable } from '../../src/factors/index.ts';
import type { FactorName } from '../../src/people/factor-names.ts';
import { type CreationOptions, type RequestOptions, softwareAuthenticator } from './authenticator.ts';
import type { Body, Browser } from './browser-of.ts';
import type { FakeClock } from './clock.ts';
import { totpCode, wrongTotpCode } from './totp-codes.ts';

/** A factor that somebody has, and the bodies that answer it. */
export interface HeldFactor {
  /** `offer` is what `next` says of the factor. */
  right(now: number, offer?: object): object;
  wrong(now: number, offer?: object): object;
}

interface Made {
  /** The body of the request that adds it. */
  readonly body: object;
  readonly held: HeldFactor;
}

/** Comes with the account, or with another factor. */
type NeverAdded = 'password' | 'recovery-code' | 'email-code';

/** How somebody makes each factor that can be added, from what its beginning has answered. */
const examples: Readonly<Record<Exclude<FactorName, NeverAdded>, (begun: Body, now: number) => Made>> = {
  totp({ secret = '' }, now) {
    const right = (at: number) => ({ code: totpCode(secret, at) });
    return { body: right(now), held: { right, wrong: (at) => ({ code: wrongTotpCode(secret, at) }) } };
  },
  passkey(begun) {
    const [own, other] = [softwareAuthenticator(), softwareAuthenticator()];
    const answer =
      (of: typeof own) =>
      (_now: number, offer: { options?: RequestOptions } = {}) => ({
        response: of.get(offer.options ?? { challenge: '' }),
      });
    return {
      body: { response: own.create(begun as unknown as CreationOptions) },
      held: { right: answer(own), wrong: answer(other) },
    };
  },
};

/** How the factor is made; throws for one that can't be added. */
export function exampleOf({ name }: Pick<Addable, 'name'>): (begun: Body, now: number) => Made {
  const make = examples[name as keyof typeof examples];
  if (!make) throw new Error(`${name} can't be added.`);
  return make;
}

/** Has the browser's account add a factor; half a minute later, so that an app shows a new code. */
export async function addExample(
  { clock }: { readonly clock: FakeClock },
  self: Browser,
  factor: Addable,
): Promise<{ held: HeldFactor; body: Body }> {
  const { begin, add } = factor.own ?? {};
  const begun = begin ? (await self.post(begin.path)).body : {};
  const made = exampleOf(factor)(begun, clock());
  const added = await self.post(add?.path ?? '', made.body);
  if (added.status >= 300) throw new Error(added.text);
  clock.advance(30_000);
  return { held: made.held, body: added.body };
}
