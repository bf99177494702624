import { type Command, InvalidArgumentError, Option } from 'commander';

/** The flags of every command that reads the configuration. */
export function withDataFlags(command: Command): Command {
  return command
    .option('--data-dir <folder>', 'Folder of the SQLite database and secret key (default: ./latchkey-data)')
    .option(
      '--config <file>',
      'Configuration file (default: latchkey.config.ts, .js or .json in this folder)',
    );
}

/** The flags of every command that listens. */
export function withServerFlags(command: Command): Command {
  return withDataFlags(
    command
      .option('--host <address>', 'Address to listen on (default: 127.0.0.1)')
      .option('--port <number>', 'Port to listen on, or 0 for any free port (default: 5000)', readPort),
  );
}

/** The flag of a production server that says how many processes it has. */
export function withWorkersFlag(command: Command): Command {
  return command.option(
    '--workers <number>',
    'Processes that answer requests, or "auto" for one per core (default: 1)',
    readWorkers,
  );
}

/** Adds examples below a command's help. Each has a line that says what it does, and the lines to type. */
export function withExamples(
  command: Command,
  examples: readonly (readonly [does: string, ...lines: string[]])[],
): Command {
  const shown = examples.map(([does, ...lines]) =>
    [`# ${does}`, ...lines].map((line) => `  ${line}`).join('\n'),
  );
  return command.addHelpText('after', `\nExamples:\n${shown.join('\n\n')}`);
}

/** A command that only has subcommands. */
export function asGroup(command: Command): Command {
  return command.usage('<command> [options]');
}

const readPort = (text: string): string => String(wholeNumber(0, 65_535)(text));

/** As the setting `server.workers` takes it. */
function readWorkers(text: string): string {
  const number = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (text === 'auto' || (number >= 1 && number <= 64)) return text;
  throw new InvalidArgumentError('must be "auto" or a whole number from 1 to 64');
}

/** Reads the value of an option. `asSentence` in `main.ts` makes a sentence of the refusal. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= least && number <= most) return number;
    throw new InvalidArgumentError(`must be a whole number from ${least} to ${most}`);
  };
}

/** An option that may be given several times. */
export const several = (flag: string, description: string): Option =>
  new Option(flag, description).argParser<string[]>((value, before) => [...(before ?? []), value]);
