/**
 * The configuration: one schema, and the only reader of the environment. It knows the name, values and source of each
 * setting. What a setting does belongs to the code that uses it.
 */
export { commandName } from './command-name.ts';
export { configFilesIn } from './file.ts';
export { type Key, listKeys, type ProviderSettings } from './keys.ts';
export {
  ConfigError,
  type Flags,
  inspectConfig,
  isUnderNpm,
  type LoadOptions,
  loadConfig,
  localAddress,
  readDatabaseUrl,
  readMoveTarget,
  startLine,
  type WeakSecret,
} from './load.ts';
export type { ProviderKind } from './readers/provider-kinds.ts';
export { weaknessOf } from './rules.ts';
export { type Config, configSchema, type Mode } from './schema.ts';
export { listSettings, type Setting, type Source } from './values.ts';

import type { Config } from './schema.ts';
import type { Setting } from './values.ts';

declare module '../kit/services.ts' {
  interface Services {
    readonly config: Config;
    /** The same for people, with where each value comes from, and without secrets. */
    readonly settings: readonly Setting[];
  }
}
