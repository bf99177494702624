import { type Command, InvalidArgumentError } from 'commander';

/** The flags of every command that reads the configuration. */
export function withDataFlags(command: Command): Command {
  return command
    .option('--data-dir <folder>', 'where the SQLite database and the secret key lie (./latchkey-data)')
    .option('--config <file>', 'the configuration file (latchkey.config.ts, .js or .json in this folder)');
}

/** The flags of every command that listens. */
export function withServerFlags(command: Command): Command {
  return withDataFlags(
    command
      .option('--host <address>', 'the address to listen on (127.0.0.1)')
      .option('--port <number>', 'the port to listen on; 0 picks a free one (5000)', readPort),
  );
}

/** Shows examples below a command's help: what to type, and what it does. */
export function withExamples(command: Command, examples: readonly (readonly [string, string])[]): Command {
  const width = Math.max(...examples.map(([line]) => line.length));
  const lines = examples.map(([line, does]) => `  ${line.padEnd(width)}  ${does}`);
  return command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`);
}

function readPort(text: string): string {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return text;
  throw new InvalidArgumentError('It must be a whole number from 0 to 65535.');
}
