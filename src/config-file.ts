import { existsSync, readFileSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isObject } from './config-readers.ts';

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
  if (present.length > 1) {
    return refuse(`There are ${present.join(' and ')} in ${cwd}: keep one, or name it with --config.`);
  }
  const file = resolve(cwd, name);
  if (!existsSync(file)) return refuse(`The file ${file} (flag --config) does not exist: mend its path.`);
  try {
    const settings: unknown = await read(file);
    return isObject(settings)
      ? { file, settings, problems: [] }
      : refuse(`${file} must hold an object${extname(file) === '.json' ? '' : ' as its default export'}.`);
  } catch (error) {
    return refuse(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function read(file: string): Promise<unknown> {
  if (extname(file) === '.json') return JSON.parse(readFileSync(file, 'utf8'));
  const exports: { default?: unknown } = await import(pathToFileURL(file).href);
  return exports.default;
}

const refuse = (problem: string): Found => ({ settings: {}, problems: [problem] });
