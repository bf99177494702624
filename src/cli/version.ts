import { readFileSync } from 'node:fs';
import type { Command } from 'commander';

/** The version in package.json, which lies two folders up from src/cli and dist/cli alike. */
export function readVersion(): string {
  const file = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { version } = JSON.parse(file) as { version: string };
  return version;
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
