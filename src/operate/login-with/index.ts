/** Trying the settings of an identity provider without signing anybody in. */
export { checkProvider, type ProviderFinding } from './check-provider.ts';
