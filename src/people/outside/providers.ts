import type { ProviderKind, ProviderSettings } from '../../config/index.ts';
import type { Services } from '../../kit/services.ts';

export type Provider = ProviderSettings;

/** What a provider of a kind is asked for, and where. */
interface Kind {
  /** Empty where every provider of the kind has its own. */
  readonly issuer: string;
  readonly scope: string;
  /** It knows OAuth 2.0 alone: no discovery, no ID token, no nonce. */
  readonly isPlainOauth?: true;
  /** It doesn't say when somebody has signed in there, and can't be asked to have them do it anew. */
  readonly saysNotWhen?: true;
  /** It answers by a form, as Apple does whenever it is asked for an address. */
  readonly answersByForm?: true;
}

const plain = { isPlainOauth: true, saysNotWhen: true } as const;

const kinds: Readonly<Record<ProviderKind, Kind>> = {
  github: { issuer: 'https://github.com', scope: 'read:user user:email', ...plain },
  discord: { issuer: 'https://discord.com', scope: 'identify email', ...plain },
  // Google has no `auth_time` for everybody, and answers `prompt=login` with a page of errors.
  google: { issuer: 'https://accounts.google.com', scope: 'openid profile email', saysNotWhen: true },
  microsoft: { issuer: 'https://login.microsoftonline.com/common/v2.0', scope: 'openid profile email' },
  apple: { issuer: 'https://appleid.apple.com', scope: 'openid email', answersByForm: true },
  gitlab: { issuer: 'https://gitlab.com', scope: 'openid profile email' },
  oidc: { issuer: '', scope: 'openid profile email' },
};

export const kindOf = ({ kind }: Pick<Provider, 'kind'>): Kind => kinds[kind];

/** Its issuer, as the configuration names it or as its kind has it. */
export const issuerOf = (provider: Pick<Provider, 'kind' | 'issuer'>): string =>
  provider.issuer || kindOf(provider).issuer;

/** Whether it says when somebody has last proved who they are, so that it can be asked to have them do it now. */
export const canVerify = (provider: Pick<Provider, 'kind'>): boolean => kindOf(provider).saysNotWhen !== true;

/** A provider by the `id` in its addresses. */
export const findProvider = ({ config }: Pick<Services, 'config'>, id: string): Provider | undefined =>
  config.login.with.find((one) => one.id === id);

/** Where a provider sends people back to: an address of its own, so that no provider answers for another (RFC 9700 §4.4). */
export const backAddress = ({ config }: Pick<Services, 'config'>, { id }: Pick<Provider, 'id'>): string =>
  `${config.publicUrl}/login/with/${id}/back`;
