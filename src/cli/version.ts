import type { Command } from 'commander';
import { readVersion } from '../start/version.ts';
import { withExamples } from './command.ts';

export function registerVersion(program: Command): void {
  const version = program
    .command('version')
    .summary('Print the versions of Latchkey and Node.js')
    .description('Print the versions of Latchkey and Node.js, and the platform.')
    .action(() => {
      const { versions, platform, arch } = process;
      process.stdout.write(`latchkey ${readVersion()} (node ${versions.node}, ${platform}-${arch})\n`);
    });
  withExamples(version, [['Print what to include in a bug report', 'latchkey version']]);
}
