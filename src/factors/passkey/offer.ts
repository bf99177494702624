import type { JsonValue } from '../../kit/json.ts';
import type { Services } from '../../kit/services.ts';
import { relyingPartyOf } from './relying-party.ts';

/** What a page needs for its button, out of what may be answered; null when no passkey may. */
export function passkeyIn(
  { config }: Pick<Services, 'config'>,
  offers: readonly { readonly factor: string; readonly options?: JsonValue }[],
  to: string,
  wanted: 'passkey' | 'add-passkey' = 'passkey',
) {
  const options = offers.find(({ factor }) => factor === wanted)?.options;
  return options === undefined ? null : { origin: relyingPartyOf(config)?.origin ?? null, options, to };
}
