import type { Command } from 'commander';

const asking = ['help', '-h', '--help'];

/**
 * The arguments with a request for help moved behind the command that it's about: `help config check` becomes `config check
 * --help`. Commander would show the help of the whole program for a command that doesn't exist. Without the request, it
 * refuses the command.
 */
export function withHelpLast(program: Command, args: readonly string[]): string[] {
  const path: string[] = [];
  let command = program;
  let isAsked = false;
  for (const word of args) {
    if (command.commands.length === 0) break;
    if (asking.includes(word)) {
      isAsked = true;
      continue;
    }
    if (word.startsWith('-')) return [...args];
    path.push(word);
    const child = command.commands.find((one) => one.name() === word);
    if (!child) return path;
    command = child;
  }
  return isAsked ? [...path, '--help'] : [...args];
}
