import { posix } from 'node:path';
import { isTest, readImports } from './import-rules.ts';

/** Longer files are refused: nobody keeps more in mind. */
const mostLines = 300;

/** What a room says stands in one file a language, however much it is; and that much no room says. */
const mostWords = 600;

/** More files in a folder are refused, unless they are a list of one kind. */
const mostFiles = 20;

/** A shorter file that one other file beside it uses may be a part of that one. */
const leastLines = 30;

/** Folders in which each file is one of many of its kind, and known by its name alone. */
const lists: Readonly<Record<string, string>> = {
  'src/migrations': 'steps',
  'src/cli': 'commands',
  'src/kit/ui': 'components',
  'src/kit': 'single files, each a thing of its own that knows no other',
};

const isProduction = (path: string): boolean => /^src\/.*\.tsx?$/.test(path) && !isTest(path);

/** Tells which production files are too long and which folders too full, each as a sentence. Takes texts by path. */
export function findSizeFaults(sources: ReadonlyMap<string, string>): string[] {
  const files = [...sources].filter(([path]) => isProduction(path));
  const long = files.flatMap(([path, text]) => {
    const lines = linesOf(text);
    const most = posix.basename(path) === 'words.ts' ? mostWords : mostLines;
    return lines > most
      ? [`${path} has ${lines} lines, but at most ${most} are allowed. Split it by what it does`]
      : [];
  });
  const folders = Map.groupBy(files, ([path]) => posix.dirname(path));
  const full = [...folders].flatMap(([folder, held]) =>
    held.length > mostFiles && !Object.hasOwn(lists, folder)
      ? [
          `${folder}/ has ${held.length} files, but at most ${mostFiles} are allowed. Move some into a subfolder`,
        ]
      : [],
  );
  return [...long, ...full];
}

/** What is short by its nature: the door of a slice, its table, its list of problems. */
const shortOnes = /\/(index|table|problems)\.ts$/;

/**
 * Tells which production files are short and used by one file of their own folder alone, each as a sentence: that one
 * may read better with them inside. None is a fault. A rule with a test of its own stands for itself, and so does what
 * the door gives to others. Takes texts by path.
 */
export function findSmallFiles(sources: ReadonlyMap<string, string>): string[] {
  const files = [...sources].filter(([path]) => isProduction(path));
  const users = Map.groupBy(
    files.flatMap((file) => readImports(...file)),
    ({ to }) => to,
  );
  return files.flatMap(([path, text]) => {
    const folder = posix.dirname(path);
    const hasTest = ['.test.ts', '.test.tsx'].some((end) => sources.has(path.replace(/\.tsx?$/, end)));
    const isSmall = linesOf(text) < leastLines && !shortOnes.test(path) && !Object.hasOwn(lists, folder);
    const [user, ...others] = users.get(path) ?? [];
    if (!isSmall || hasTest || !user || others.length > 0) return [];
    const isPart = posix.dirname(user.from) === folder && !user.from.endsWith('/index.ts');
    return isPart ? [`${path} has ${linesOf(text)} lines and is only used by ${user.from}`] : [];
  });
}

const linesOf = (text: string): number => text.trimEnd().split('\n').length;
