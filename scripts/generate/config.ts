import { configSchema, type Key, listKeys } from '../../src/config/index.ts';
import { formatDuration } from '../../src/kit/duration.ts';

/** docs/reference/config.md, made from the schema of the configuration. */
export function makeConfigReference(): string {
  const groups = Map.groupBy(listKeys(configSchema), ({ path }) => (path.length > 1 ? (path[0] ?? '') : ''));
  const sections = [...groups].map(([name, keys]) =>
    [`## ${name === '' ? 'The server' : `\`${name}\``}`, '', ...keys.flatMap(entry)].join('\n'),
  );
  return `${introduction}\n${sections.join('\n')}`;
}

function entry(key: Key): string[] {
  const facts = [
    `default ${written(key.initial)}${key.inDevelopment ? `, in development ${written(key.inDevelopment)}` : ''}`,
    ...limits(key),
    `variable \`${key.variable}\`${key.secret ? ` or \`${key.variable}_FILE\`` : ''}`,
  ];
  return [`### \`${key.name}\``, '', key.description, '', ...facts.map((fact) => `- ${fact}`), ''];
}

function limits({ kind, unit, shortest, schema }: Key): string[] {
  const { minimum = 0, maximum = 0, maxLength, enum: choices } = schema;
  if (kind === 'duration') return [`from \`${formatDuration(minimum)}\` to \`${formatDuration(maximum)}\``];
  if (kind === 'integer') return [`from ${minimum} to ${maximum}${unit ? ` ${unit}` : ''}`];
  if (kind === 'flag') return ['`true` or `false`'];
  if (kind === 'choice') return [`one of ${(choices ?? []).map((choice) => `\`${choice}\``).join(', ')}`];
  return shortest === undefined ? [] : [`${shortest} to ${maxLength} characters`];
}

function written(value: unknown): string {
  if (value === '' || value === null) return 'none';
  return Array.isArray(value) ? 'an empty list' : `\`${String(value)}\``;
}

const introduction = `<!-- Made from src/config/schema.ts by "npm run generate". -->
# Configuration

Latchkey needs no configuration to try it: \`latchkey dev\` starts without. Production (\`latchkey serve\`) needs at least \`publicUrl\`.

## Where values come from

Later ones win:

1. the default;
2. the file \`latchkey.config.ts\`, \`latchkey.config.js\` (each with an object as its default export) or \`latchkey.config.json\` in the folder where Latchkey is started, or the one that \`--config\` names;
3. the variables below, named after the key: \`session.rememberIdle\` is \`LATCHKEY_SESSION_REMEMBER_IDLE\`;
4. the flags \`--host\`, \`--port\` and \`--data-dir\`.

\`LATCHKEY_MOVE_TO\` is no setting: it tells \`latchkey move\` where to, so that no password stands on the command line.

In a file the part before the dot is a section:

\`\`\`json
{
  "siteName": "Example",
  "publicUrl": "https://login.example.com",
  "trustedProxies": ["10.0.0.5"],
  "session": { "idle": "30m" }
}
\`\`\`

- A duration is a number and a unit: \`250ms\`, \`30s\`, \`15m\`, \`1h\`, \`7d\`.
- A list in a variable is separated by commas; an empty value is an empty list.
- A secret can lie in a file: \`LATCHKEY_SECRET_KEY_FILE=/run/secrets/latchkey\`. One newline at its end is dropped.
- A path in a configuration file starts from the folder of that file, any other from where Latchkey is started.
- A key or a \`LATCHKEY_*\` variable that is not on this page stops the start, so that a slip of the pen cannot switch off a protection.

\`latchkey config show\` prints the effective values and where each comes from; \`latchkey config check\` lists all that is wrong at once.

## What production refuses

- a \`publicUrl\` that is missing, or that is plain http and not a loopback address;
- an https \`publicUrl\` without a word about \`trustedProxies\` (an empty list is one), or proxies that are everybody (\`0.0.0.0/0\`);
- an origin in \`allowedOrigins\` that is plain http and not a loopback address;
- a \`secretKey\` or \`password.pepper\` that is easy to guess;
- a \`password.minLength\` under 8;
- \`hash.memory\` and \`hash.iterations\` weaker than each of 47104/1, 19456/2, 12288/3, 9216/4 and 7168/5 ([OWASP](https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html)).

In both modes PostgreSQL needs a \`secretKey\`, and what is called shortest, first or idle must not exceed what is called longest or absolute.
`;
