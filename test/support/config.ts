import { tmpdir } from 'node:os';
import { type Config, loadConfig } from '../../src/config/index.ts';
import type { Outbound } from '../../src/kit/outbound/index.ts';

/** What a test sets differently; sections are laid over the defaults key by key. */
export type Settings = {
  [Key in keyof Config]?: Config[Key] extends readonly unknown[] | string | number
    ? Config[Key]
    : Partial<Config[Key]>;
} & {
  /** In milliseconds; short unless a test is about the time that an answer takes. */
  answerSlot?: number;
  /** The other servers that it can ask; those that there are unless said. */
  outbound?: Outbound;
};

/** As little work as argon2id can do: what a test measures is not the hash. */
const cheapHash = { memory: 8, iterations: 1, parallelism: 1, concurrency: 2, queue: 10_000 };

/** The secret key of every app that doesn't choose another one. */
export const testKey = 'a-key-that-only-the-tests-know-and-share';

const defaults = loadConfig({ mode: 'development', env: {}, cwd: tmpdir() });

/** The effective configuration without a file or an environment. */
export async function testConfig(settings: Settings = {}): Promise<Config> {
  const { config } = await defaults;
  const limits = { ...config.limits, challengeGuesses: 4 };
  const merged: Record<string, unknown> = { ...config, hash: cheapHash, limits };
  for (const [key, value] of Object.entries(settings)) {
    const isSection = typeof value === 'object' && value !== null && !Array.isArray(value);
    merged[key] = isSection ? { ...(merged[key] as object), ...value } : value;
  }
  return merged as unknown as Config;
}
