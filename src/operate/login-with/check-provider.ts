import type { Config } from '../../config/index.ts';
import { createOutbound } from '../../kit/outbound/index.ts';
import { type Provider, type TriedProvider, tryProvider } from '../../people/outside/index.ts';

export type ProviderFinding = TriedProvider['findings'][number];

interface ProviderCheck extends TriedProvider {
  readonly provider: Provider;
  /** Whether nobody could sign in with it. */
  readonly isRefused: boolean;
}

/**
 * Asks a provider of the configuration what it says of itself, and whether it takes this server's client ID and secret; undefined for
 * an ID that the configuration doesn't have.
 */
export async function checkProvider(config: Config, id: string): Promise<ProviderCheck | undefined> {
  const provider = config.login.with.find((one) => one.id === id);
  if (!provider) return undefined;
  const tried = await tryProvider({ config, outbound: createOutbound(), clock: Date.now }, provider);
  return { provider, ...tried, isRefused: tried.findings.some(({ verdict }) => verdict === 'refused') };
}
