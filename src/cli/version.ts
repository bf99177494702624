import type { Command } from 'commander';
import { readVersion } from '../start/version.ts';

export function registerVersion(program: Command): void {
  program
    .command('version')
    .description('print the version of Latchkey and what it runs on')
    .action(() => {
      const { versions, platform, arch } = process;
      process.stdout.write(`latchkey ${readVersion()} (node ${versions.node}, ${platform}-${arch})\n`);
    });
}
