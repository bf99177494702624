import { existsSync, readFileSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type JsonReading, readJson } from './json.ts';
import { isObject } from './readers.ts';

const names = ['latchkey.config.ts', 'latchkey.config.js', 'latchkey.config.json'];

/** The configuration files in a folder, in no order of preference: where there are several, none is read. */
export function configFilesIn(folder: string): string[] {
  return names.map((name) => resolve(folder, name)).filter((file) => existsSync(file));
}

type Found = { file?: string; settings: Record<string, unknown>; problems: string[] };

/** Finds and reads the configuration file: the one that is named, or the only one that lies in `cwd`. */
export async function readConfigFile(cwd: string, named: string | undefined): Promise<Found> {
  const present = named === undefined ? names.filter((name) => existsSync(resolve(cwd, name))) : [named];
  const [name] = present;
  if (name === undefined) return { settings: {}, problems: [] };
  if (/\w\w:\//.test(name)) return refuse('The flag --config must name a file, not a URL.');
  if (present.length > 1) {
    return refuse(`There are ${present.join(' and ')} in ${cwd}: keep one, or name it with --config.`);
  }
  const file = resolve(cwd, name);
  if (!existsSync(file)) return refuse(`The file ${file} (flag --config) does not exist: mend its path.`);
  try {
    const read = extname(file) === '.json' ? readJson(readFileSync(file, 'utf8')) : await load(file);
    if (!read.ok) return refuse(`${file} cannot be read: ${read.fault}.`);
    return isObject(read.value)
      ? { file, settings: read.value, problems: [] }
      : refuse(`${file} must hold an object${extname(file) === '.json' ? '' : ' as its default export'}.`);
  } catch (error) {
    return refuse(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function load(file: string): Promise<JsonReading> {
  try {
    const exports: { default?: unknown } = await import(pathToFileURL(file).href);
    return { ok: true, value: exports.default };
  } catch (error) {
    if (!isSyntaxError(error)) throw error;
    // Its message quotes the code, and a password with a quote in it is where such code breaks.
    return { ok: false, fault: `it has a syntax error; "node --check ${file}" shows where` };
  }
}

/** Node has a code of its own for what it cannot read as TypeScript. */
const isSyntaxError = (error: unknown): boolean =>
  error instanceof SyntaxError ||
  (error instanceof Error && 'code' in error && error.code === 'ERR_INVALID_TYPESCRIPT_SYNTAX');

const refuse = (problem: string): Found => ({ settings: {}, problems: [problem] });
