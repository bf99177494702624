import type { Database } from '../../src/kit/db/index.ts';
import type { Services } from '../../src/kit/services.ts';
import { english } from '../../src/words.ts';
import { type FakeClock, fakeClock } from './clock.ts';
import { type Settings, testConfig, testKey } from './config.ts';

/** What most rules ask for, without a server: the configuration as tests have it, and a clock that stands still. */
export async function servicesOf(
  { db }: Database,
  settings: Settings = {},
  clock = fakeClock(),
): Promise<Pick<Services, 'config' | 'db' | 'secretKey' | 'words'> & { readonly clock: FakeClock }> {
  return {
    config: await testConfig(settings),
    db,
    secretKey: testKey,
    words: english,
    clock,
  };
}
