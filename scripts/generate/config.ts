import { configSchema, type Key, listKeys } from '../../src/config/index.ts';
import { formatDuration } from '../../src/kit/duration.ts';

/** Generates docs/reference/config.md from the configuration schema. */
export function makeConfigReference(): string {
  const groups = Map.groupBy(listKeys(configSchema), ({ path }) => (path.length > 1 ? (path[0] ?? '') : ''));
  const sections = [...groups].map(([name, keys]) =>
    [`## ${name === '' ? 'The server' : `\`${name}\``}`, '', ...keys.flatMap(entry)].join('\n'),
  );
  return `${introduction}\n${sections.join('\n')}`;
}

function entry(key: Key): string[] {
  const facts = [
    `default: ${written(key.initial)}${key.inDevelopment ? `, in development ${written(key.inDevelopment)}` : ''}`,
    ...limits(key),
    `variable: \`${key.variable}\`${key.secret ? ` or \`${key.variable}_FILE\`` : ''}`,
  ];
  return [`### \`${key.name}\``, '', key.description, '', ...facts.map((fact) => `- ${fact}`), ''];
}

function limits({ kind, unit, shortest, schema }: Key): string[] {
  const { minimum = 0, maximum = 0, maxLength, enum: choices } = schema;
  if (kind === 'duration')
    return [`values: \`${formatDuration(minimum)}\` to \`${formatDuration(maximum)}\``];
  if (kind === 'integer') return [`values: ${minimum} to ${maximum}${unit ? ` ${unit}` : ''}`];
  if (kind === 'processes') return [`values: ${minimum} to ${maximum}, or \`auto\``];
  if (kind === 'flag') return ['values: `true` or `false`'];
  if (kind === 'choice') return [`values: ${(choices ?? []).map((choice) => `\`${choice}\``).join(', ')}`];
  return shortest === undefined ? [] : [`length: ${shortest} to ${maxLength} characters`];
}

function written(value: unknown): string {
  if (value === '' || value === null) return 'none';
  return Array.isArray(value) ? 'an empty list' : `\`${String(value)}\``;
}

const introduction = `<!-- Made from src/config/schema.ts by "npm run generate". -->
# Configuration

In development (\`latchkey dev\`), Latchkey needs no configuration. In production (\`latchkey serve\`), it needs at least \`publicUrl\`.

## Where values come from

Later sources win:

1. the default
2. the configuration file: \`latchkey.config.ts\` or \`latchkey.config.js\` with an object as its default export, or \`latchkey.config.json\`, in the folder where you start Latchkey. To use another file, pass \`--config\`.
3. environment variables, named after the key: \`session.rememberIdle\` is \`LATCHKEY_SESSION_REMEMBER_IDLE\`
4. the flags \`--host\`, \`--port\`, \`--data-dir\` and \`--workers\`

In a file, the part before the dot is a section:

\`\`\`json
{
  "siteName": "Example",
  "publicUrl": "https://login.example.com",
  "trustedProxies": ["10.0.0.5"],
  "session": { "idle": "30m" }
}
\`\`\`

- A duration is a number and a unit: \`250ms\`, \`30s\`, \`15m\`, \`1h\`, \`7d\`.
- In a variable, separate list items with commas. An empty value is an empty list.
- To read a secret from a file, set the variable with \`_FILE\`: \`LATCHKEY_SECRET_KEY_FILE=/run/secrets/latchkey\`. One newline at the end is removed.
- Paths in a configuration file are relative to that file. Other paths are relative to the folder where you start Latchkey.
- Latchkey refuses to start with a key or \`LATCHKEY_*\` variable that isn't on this page, so that a typo can't turn off a protection.
- \`LATCHKEY_MOVE_TO\` isn't a setting. It's the target of \`latchkey move\`, so that you don't have to put a password on the command line.

To see the effective values and their sources, run \`latchkey config show\`. To list every problem at once, run \`latchkey config check\`.

## What production refuses

- a missing \`publicUrl\`, or one with plain http that isn't a loopback address
- an https \`publicUrl\` without \`trustedProxies\` (an empty list is fine), or \`trustedProxies\` that cover everyone (\`0.0.0.0/0\`)
- an origin in \`allowedOrigins\` with plain http that isn't a loopback address
- a \`secretKey\` or \`password.pepper\` that's too easy to guess
- a \`password.minLength\` below 8
- \`hash.memory\` and \`hash.iterations\` weaker than all of 47104/1, 19456/2, 12288/3, 9216/4 and 7168/5 ([OWASP](https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html))

In both modes, PostgreSQL requires a \`secretKey\`, and minimums, first waits and idle times can't exceed the matching maximums.
`;
