import { createServer } from 'node:net';
import {
  type Config,
  type Flags,
  listSettings,
  loadConfig,
  localAddress,
  type Mode,
  type Setting,
  type WeakSecret,
  weaknessOf,
} from '../config/index.ts';
import { explainListening } from './explain/listening.ts';

/** What a server is started with. */
export interface Start {
  readonly mode: Mode;
  readonly flags: Flags;
}

/** The configuration of a server that starts. */
export type ReadStart = Pick<
  Awaited<ReturnType<typeof loadConfig>>,
  'config' | 'secretFiles' | 'weakSecrets'
> & { readonly settings: readonly Setting[] };

/** The address of a server that is running already, which a port of 0 doesn't change. */
type Listening = Pick<Config, 'host' | 'port'>;

/** Reads the configuration, and chooses a port where it says 0. Throws `ConfigError`, or `CliError` for a host that isn't here. */
export async function readStart({ mode, flags }: Start, running?: Listening): Promise<ReadStart> {
  const { sources, ...read } = await loadConfig({ mode, flags, weakSecrets: 'told' });
  const { config } = read;
  const settings = listSettings(sources);
  if (config.port !== 0) return { ...read, settings };
  // Pages and problem types contain the public address, so choose the port before building the server.
  const { host } = config;
  const choose = () =>
    freePort(host).catch((error: unknown) => {
      throw explainListening({ mode, flags }, { host, port: 0 }, error);
    });
  const port = running?.host === host ? running.port : await choose();
  const isDefault = sources.get('publicUrl')?.source === 'default';
  const publicUrl = isDefault ? localAddress({ host, port }) : config.publicUrl;
  const chosen: Readonly<Record<string, string>> = { port: String(port), publicUrl };
  return {
    ...read,
    config: { ...config, port, publicUrl },
    settings: settings.map((one) => ({ ...one, text: chosen[one.name] ?? one.text })),
  };
}

/** An operator may have put their own key into the data folder. */
export function weakKeyFile({ mode, secretKey, dataDir }: Config, key: string): WeakSecret[] {
  const weakness = mode === 'production' && secretKey === '' ? weaknessOf(key) : undefined;
  const name = 'secretKey';
  return weakness === undefined ? [] : [{ name, problem: `${name} (secret.key in ${dataDir}) ${weakness}.` }];
}

function freePort(host: string): Promise<number> {
  return new Promise((found, failed) => {
    const probe = createServer();
    probe.once('error', failed);
    probe.listen(0, host, () => {
      const address = probe.address();
      probe.close(() => found(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
