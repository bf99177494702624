import { existsSync, readFileSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type JsonReading, readJson } from './readers/json.ts';
import { isObject } from './readers/reading.ts';

const names = ['latchkey.config.ts', 'latchkey.config.js', 'latchkey.config.json'];

/** The configuration files in a folder. When there are several, none is read. */
export function configFilesIn(folder: string): string[] {
  return names.map((name) => resolve(folder, name)).filter((file) => existsSync(file));
}

type Found = { file?: string; settings: Record<string, unknown>; problems: string[] };

/** Reads the configuration file: the one that's named, or the only one in `cwd`. */
export async function readConfigFile(cwd: string, named: string | undefined): Promise<Found> {
  const present = named === undefined ? names.filter((name) => existsSync(resolve(cwd, name))) : [named];
  const [name] = present;
  if (name === undefined) return { settings: {}, problems: [] };
  if (/\w\w:\//.test(name)) return refuse('--config must be a file path, not a URL.');
  if (present.length > 1) {
    return refuse(`${cwd} contains ${present.join(' and ')}. Keep one of them, or choose one with --config.`);
  }
  const file = resolve(cwd, name);
  if (!existsSync(file)) return refuse(`${file} (flag --config) doesn't exist. Check the path.`);
  try {
    const read = extname(file) === '.json' ? readJson(readFileSync(file, 'utf8')) : await load(file);
    if (!read.ok) return refuse(`Couldn't read ${file}: ${read.fault}.`);
    return isObject(read.value)
      ? { file, settings: read.value, problems: [] }
      : refuse(
          `${file} must ${extname(file) === '.json' ? 'contain an object' : 'export an object as its default'}.`,
        );
  } catch (error) {
    return refuse(`Couldn't read ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function load(file: string): Promise<JsonReading> {
  try {
    const exports: { default?: unknown } = await import(pathToFileURL(file).href);
    return { ok: true, value: exports.default };
  } catch (error) {
    if (!isSyntaxError(error)) throw error;
    // The message quotes the code, which may contain a password.
    return { ok: false, fault: `it has a syntax error. Run "node --check ${file}" to find it` };
  }
}

/** Node has its own error code for invalid TypeScript. */
const isSyntaxError = (error: unknown): boolean =>
  error instanceof SyntaxError ||
  (error instanceof Error && 'code' in error && error.code === 'ERR_INVALID_TYPESCRIPT_SYNTAX');

const refuse = (problem: string): Found => ({ settings: {}, problems: [problem] });
