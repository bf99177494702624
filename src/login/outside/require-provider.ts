import { notFound } from '../../kit/http/index.ts';
import { problem } from '../../kit/problem.ts';
import type { Services } from '../../kit/services.ts';
import { findProvider, type Provider } from '../../people/outside/index.ts';

/** Throws `not-found` for one that the configuration doesn't name. */
export function requireProvider(services: Pick<Services, 'config'>, id: string): Provider {
  const provider = findProvider(services, id);
  if (!provider) throw problem(notFound, ({ outside }) => outside.noSuchProvider);
  return provider;
}
