export const providerKinds = ['github', 'google', 'microsoft', 'apple', 'gitlab', 'discord', 'oidc'] as const;

export type ProviderKind = (typeof providerKinds)[number];

/** What people call it, on the button. */
export const providerNames: Readonly<Record<Exclude<ProviderKind, 'oidc'>, string>> = {
  github: 'GitHub',
  google: 'Google',
  microsoft: 'Microsoft',
  apple: 'Apple',
  gitlab: 'GitLab',
  discord: 'Discord',
};
