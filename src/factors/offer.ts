import type { JsonValue } from '../kit/json.ts';
import type { FactorName } from '../people/factor-names.ts';

/** What `next` says of a factor, with what its holder needs to answer, such as WebAuthn's options. */
export interface Offer {
  /** `identity`: one at another provider, which is answered there. */
  readonly factor: FactorName | 'identity';
  readonly [detail: string]: JsonValue;
}
