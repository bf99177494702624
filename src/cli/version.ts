import type { Command } from 'commander';
import manifest from '../../package.json' with { type: 'json' };

/** The version in package.json, as it was when this was built. */
export function readVersion(): string {
  return manifest.version;
}

export function registerVersion(program: Command): void {
  program
    .command('version')
    .description('print the version of Latchkey and what it runs on')
    .action(() => {
      const { versions, platform, arch } = process;
      process.stdout.write(`latchkey ${readVersion()} (node ${versions.node}, ${platform}-${arch})\n`);
    });
}
