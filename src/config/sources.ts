import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { nearest } from '../kit/nearest.ts';
import type { Key } from './keys.ts';
import { codeOf, isObject, type Raw } from './readers/reading.ts';
import { isServiceLink } from './service-links.ts';

/** The raw values of one source by key, and its problems. */
interface Said {
  values: Map<string, Raw & { source: string }>;
  /** Secrets that are set but can't be read, with their source. */
  refused: Map<string, string>;
  problems: string[];
  /** Paths of the files that a secret was read from. */
  secretFiles: string[];
}

/** The target of `latchkey move`. Other commands ignore it. */
export const moveVariable = 'LATCHKEY_MOVE_TO';

/** The variables `LATCHKEY_*`. `LATCHKEY_…_FILE` is the path of a file with a secret. */
export function fromEnvironment(
  keys: readonly Key[],
  environment: Readonly<Record<string, string | undefined>>,
  cwd: string,
  isNeeded: (name: string) => boolean = () => true,
): Said {
  const said: Said = { values: new Map(), refused: new Map(), problems: [], secretFiles: [] };
  const env = Object.fromEntries(
    Object.entries(environment).filter(([name, value]) => !isServiceLink(name, value ?? '')),
  );
  const variables = keys.flatMap((key) =>
    key.secret ? [key.variable, `${key.variable}_FILE`] : [key.variable],
  );
  for (const variable of Object.keys(env).filter((name) => name.startsWith('LATCHKEY_'))) {
    if (variable === moveVariable) continue;
    if (!variables.includes(variable) && env[variable] !== undefined) {
      said.problems.push(
        `${variable} isn't a Latchkey setting. Did you mean ${nearest(variable, variables)}?`,
      );
    }
  }
  for (const key of keys) {
    const value = env[key.variable];
    const file = key.secret ? env[`${key.variable}_FILE`] : undefined;
    if (value !== undefined && file !== undefined) {
      said.refused.set(key.name, `environment ${key.variable}`);
      if (isNeeded(key.name)) {
        said.problems.push(
          `${key.name} is set by both ${key.variable} and ${key.variable}_FILE. Remove one of them.`,
        );
      }
    } else if (value !== undefined) {
      const source = `environment ${key.variable}`;
      said.values.set(key.name, { value, isText: true, base: cwd, source });
    } else if (file !== undefined && isNeeded(key.name)) {
      readSecretFile(said, key, resolve(cwd, file));
    }
  }
  return said;
}

function readSecretFile(said: Said, key: Key, file: string): void {
  const source = `environment ${key.variable}_FILE`;
  let fault = `${file} is empty. Write the secret to it`;
  try {
    const value = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
    said.secretFiles.push(file);
    if (value !== '') {
      said.values.set(key.name, { value, isText: true, base: dirname(file), source });
      return;
    }
  } catch (error) {
    fault = `the file can't be read (${codeOf(error)})`;
  }
  said.refused.set(key.name, source);
  said.problems.push(`${key.name} (${source}): ${fault}.`);
}

/** The settings of a configuration file, nested as in the schema. */
export function fromFile(
  keys: readonly Key[],
  { file = '', settings }: { file?: string; settings: Record<string, unknown> },
): Said {
  const said: Said = { values: new Map(), refused: new Map(), problems: [], secretFiles: [] };
  const source = `file ${file}`;
  const visit = (section: Record<string, unknown>, path: readonly string[]): void => {
    for (const [property, value] of Object.entries(section)) {
      const name = [...path, property].join('.');
      const isSection = keys.some((key) => key.name.startsWith(`${name}.`));
      if (value === undefined) continue;
      const key = keys.find((one) => one.name === name);
      if (key) {
        if (key.secret) said.secretFiles.push(file);
        said.values.set(name, { value, isText: false, base: dirname(file), source });
      } else if (isSection && isObject(value)) {
        visit(value, [...path, property]);
      } else {
        said.problems.push(
          isSection
            ? `${name} (${source}) is a section. Set it to an object with its keys.`
            : `${name} (${source}) isn't a Latchkey setting. Did you mean ${nearest(
                name,
                keys.flatMap(({ path }) => path.map((_, at) => path.slice(0, at + 1).join('.'))),
              )}?`,
        );
      }
    }
  };
  visit(settings, []);
  return said;
}

/** The flags of the command line. */
export function fromFlags(
  flags: {
    host?: string | undefined;
    port?: string | undefined;
    dataDir?: string | undefined;
    workers?: string | undefined;
  },
  cwd: string,
): Said {
  const given = [
    { name: 'host', flag: '--host', value: flags.host },
    { name: 'port', flag: '--port', value: flags.port },
    { name: 'dataDir', flag: '--data-dir', value: flags.dataDir },
    { name: 'server.workers', flag: '--workers', value: flags.workers },
  ].filter(({ value }) => value !== undefined);
  return {
    values: new Map(
      given.map(({ name, flag, value }) => [
        name,
        { value, isText: true, base: cwd, source: `flag ${flag}` },
      ]),
    ),
    refused: new Map(),
    problems: [],
    secretFiles: [],
  };
}
