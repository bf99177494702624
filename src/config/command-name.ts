/** Beside the index, because a command that needs no configuration loads none of it. */
type Environment = Readonly<Record<string, string | undefined>>;

/** What to type for `latchkey` where this process runs: npm puts the command of a clone or a project in no path. */
export function commandName({ npm_lifecycle_event: event }: Environment = process.env): string {
  return event === 'start' || event === 'npx' ? 'npx latchkey' : 'latchkey';
}

/** At the beginning of a line or in quotes, and after the variables that it gets. */
const commands = /((?:^ *(?:Usage: )?|["`])(?:[A-Z_]+=\S+ )*)latchkey (?=[a-z<[-])/gm;

/** Advice with its commands as they're typed here. Not for data, in which a name may look like a command. */
export function asTyped(text: string, env?: Environment): string {
  return text.replace(commands, `$1${commandName(env)} `);
}
