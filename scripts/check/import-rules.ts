import { posix } from 'node:path';
import { parseSync } from 'oxc-parser';

/** The floors of `src/`, lowest first: imports go down only. */
const floors = ['kit', 'people', 'factors', 'login', 'account', 'operate', 'surfaces'];

/** Floors that are a room themselves, with these rooms inside; each has a door of its own. */
const roomsInside: Readonly<Record<string, readonly string[]>> = {
  login: ['outside', 'prove', 'register', 'recover', 'trails'],
  account: ['security', 'email', 'identities', 'keys', 'invitations'],
};

/** What stands beside the floors may use the lowest alone. */
const besides = ['config', 'migrations'];

/** Components, each in a file of its name: a page takes those that it needs, and they are no slice with a door. */
const shelves = ['src/kit/ui'];

/** Doors beside the index, for who doesn't load what both draw in: large libraries, or the whole configuration. */
const doorsBeside = [
  'src/kit/http/server.ts',
  'src/people/accounts/data-schema.ts',
  'src/config/command-name.ts',
];

/** The sentences of a room. */
const wordsFile = /\/words\.tsx?$/;

/** What a command is made of: its own files, what the start and the operators' use cases give, single files of kit. */
const commandParts = /^src\/(cli|config|start|operate|surfaces)\/|^src\/kit\/[\w-]+\.ts$|^src\/words\.ts$/;

/** What a command may take besides, by name. */
const commandWords: Readonly<Record<string, readonly string[]>> = {
  // They put a trail or an event into words, and take no database.
  'src/people/trails/index.ts': ['describe', 'kindNames', 'milliseconds', 'readTrailId', 'trailCode'],
};

interface Import {
  readonly from: string;
  /** A file of `src/`, or a package. */
  readonly to: string;
  readonly isFile: boolean;
  readonly isTypeOnly: boolean;
  /** The names of values; `*` for all of them. */
  readonly names: readonly string[];
}

/**
 * Tells what breaks the house's rules: an import that goes up, one that enters another slice beside its door, a
 * circle, a package that is not shipped. Takes the files of `src/` by path and the packages that are shipped.
 */
export function findImportFaults(
  sources: ReadonlyMap<string, string>,
  shipped: ReadonlySet<string>,
): readonly string[] {
  const imports = [...sources].filter(([path]) => !isTest(path)).flatMap((entry) => readImports(...entry));
  const faults = imports.map((one) => faultOf(one, shipped)).filter((fault) => fault !== undefined);
  return [...faults, ...findCircles(imports)];
}

/** Whether a file is a test. */
export const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path);

/** What a file takes from others, types too; each file and package once. */
export function readImports(from: string, source: string): Import[] {
  const { staticImports, staticExports } = parseSync(from, source).module;
  const found = new Map<string, { isTypeOnly: boolean; names: string[] }>();
  const note = (to: string, isTypeOnly: boolean, names: readonly string[]) => {
    const before = found.get(to) ?? { isTypeOnly: true, names: [] };
    found.set(to, {
      isTypeOnly: isTypeOnly && before.isTypeOnly,
      names: [...before.names, ...(isTypeOnly ? [] : names)],
    });
  };
  for (const { moduleRequest, entries } of staticImports) {
    const values = entries.filter(({ isType }) => !isType);
    const names = values.map(({ importName }) => importName.name ?? '*');
    note(moduleRequest.value, entries.length > 0 && values.length === 0, names);
  }
  for (const { moduleRequest, isType, importName } of staticExports.flatMap(({ entries }) => entries)) {
    if (moduleRequest) note(moduleRequest.value, isType, [importName.name ?? '*']);
  }
  for (const [, to = ''] of source.matchAll(/\bimport\('([^']+)'\)/g)) note(to, false, ['*']);
  return [...found].map(([to, { isTypeOnly, names }]) => {
    const isFile = to.startsWith('.');
    return { from, to: isFile ? posix.join(posix.dirname(from), to) : to, isFile, isTypeOnly, names };
  });
}

function faultOf(one: Import, shipped: ReadonlySet<string>): string | undefined {
  const reason = (one.isFile ? fileFault(one) : packageFault(one.to, shipped)) ?? commandFault(one);
  return reason && `${one.from} imports ${one.to}: ${reason}`;
}

function packageFault(name: string, shipped: ReadonlySet<string>): string | undefined {
  if (name.startsWith('node:')) return undefined;
  const parts = name.split('/');
  const owner = parts.slice(0, name.startsWith('@') ? 2 : 1).join('/');
  return shipped.has(owner) ? undefined : "it isn't a shipped dependency";
}

function fileFault({ from, to, isTypeOnly }: Import): string | undefined {
  if (isTest(to)) return "the server can't import tests";
  if (!to.startsWith('src/')) return to === 'package.json' ? undefined : 'it is outside src/';
  const [source, target] = [placeOf(from), placeOf(to)];
  if (source.floor === target.floor && source.slice === target.slice) return undefined;
  if (target.height > source.height) return `${source.floor} can't import ${target.floor}, which is above it`;
  if (target.floor !== source.floor && besides.includes(source.floor) && target.floor !== 'kit') {
    return `${source.floor} can only import kit`;
  }
  if (target.floor === 'migrations' && floors.includes(source.floor))
    return 'only src/start/ runs migrations';
  if (target.floor === 'config' && floors.includes(source.floor) && !isTypeOnly) {
    return 'layers get the configuration as a parameter and can only import its types';
  }
  const isOnShelf = shelves.includes(`src/${target.floor}/${target.slice}`);
  // It puts together what all rooms say.
  if (from === 'src/words.ts' && wordsFile.test(to)) return undefined;
  return target.isInside && !isOnShelf && !doorsBeside.includes(to)
    ? 'import other slices through their index.ts'
    : undefined;
}

/** A command is arguments and text: it asks no database and changes nothing by itself. */
function commandFault({ from, to, isFile, isTypeOnly, names }: Import): string | undefined {
  if (!from.startsWith('src/cli/')) return undefined;
  const isOwn = isFile ? commandParts.test(to) : to === 'commander' || to.startsWith('node:');
  // It names the facts that it prints, and no handle of a database.
  const isNamed = isFile && isTypeOnly && !to.startsWith('src/kit/db/');
  const words = commandWords[to] ?? [];
  if (isOwn || isNamed || (names.length > 0 && names.every((name) => words.includes(name)))) return undefined;
  return 'a command only handles arguments and text; move the rest to operate or start';
}

interface Place {
  readonly floor: string;
  readonly slice: string;
  /** Whether it is a file of a slice other than its door. */
  readonly isInside: boolean;
  readonly height: number;
}

function placeOf(path: string): Place {
  const [, first = '', second = '', ...rest] = path.split('/');
  if (besides.includes(first)) {
    return { floor: first, slice: '', isInside: second !== 'index.ts', height: 0.5 };
  }
  const height = floors.indexOf(first);
  if (height < 0) return { floor: 'the top', slice: '', isInside: false, height: floors.length };
  const inside = roomsInside[first];
  if (inside && !inside.includes(second)) {
    return { floor: first, slice: '', isInside: [second, ...rest].join('/') !== 'index.ts', height };
  }
  return { floor: first, slice: second, isInside: rest.length > 0 && rest.join('/') !== 'index.ts', height };
}

function findCircles(imports: readonly Import[]): string[] {
  const edges = Map.groupBy(
    imports.filter(({ isFile }) => isFile),
    ({ from }) => from,
  );
  const done = new Set<string>();
  const path: string[] = [];
  const circles: string[] = [];
  const walk = (file: string) => {
    const start = path.indexOf(file);
    if (start >= 0) circles.push(`Circular imports: ${[...path.slice(start), file].join(' > ')}`);
    if (start >= 0 || done.has(file)) return;
    path.push(file);
    for (const { to } of edges.get(file) ?? []) walk(to);
    path.pop();
    done.add(file);
  };
  for (const file of edges.keys()) walk(file);
  return circles;
}
