import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import { asking } from './asking.ts';

interface ProviderError extends Error {
  readonly expose?: boolean;
  readonly error_description?: string;
  readonly scope?: string;
}

/**
 * Notes an answer that the browser takes to the app as a form (OAuth 2.0 Form Post Response Mode), for a page of ours: the
 * library's own needs a script that no policy here allows.
 */
export function noteFormPosts(provider: Provider): void {
  provider.on('authorization.success' as 'server_error', (ctx: KoaContextWithOIDC, answer: object) =>
    note(ctx, { ...answer }),
  );
  provider.on(
    'authorization.error' as 'server_error',
    ({ oidc }: KoaContextWithOIDC, error: ProviderError) => {
      const { message, error_description, scope } = error;
      const { state } = oidc.params ?? {};
      note({ oidc }, { error: message, error_description, scope, state, iss: provider.issuer });
    },
  );
}

function note({ oidc }: Pick<KoaContextWithOIDC, 'oidc'>, answer: Readonly<Record<string, unknown>>): void {
  const here = asking.getStore();
  const { response_mode: mode, redirect_uri: target } = oidc.params ?? {};
  if (!here || mode !== 'form_post' || typeof target !== 'string') return;
  const fields = Object.entries(answer).filter((one): one is [string, string] => typeof one[1] === 'string');
  here.formPost = { target, fields: Object.fromEntries(fields) };
}
