import { asTyped } from '../config/command-name.ts';
import { ConfigError, type LoadOptions } from '../config/index.ts';
import { inspectWithData } from '../start/inspect-with-data.ts';

/** Prints warnings on stderr. Throws `ConfigError` with every problem that keeps a server from starting. */
export async function checkConfig(options: LoadOptions): Promise<void> {
  const { problems, warnings } = await inspectWithData(options);
  if (problems.length > 0) throw new ConfigError(problems);
  for (const warning of warnings) process.stderr.write(asTyped(`Warning: ${warning}\n`));
  process.stdout.write('The configuration is valid.\n');
}
