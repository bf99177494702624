import { posix } from 'node:path';

/** Longer files are refused: nobody keeps more in mind. */
const mostLines = 300;

/** More files in a folder are refused, unless they are a list of one kind. */
const mostFiles = 20;

/** Folders in which each file is one of many of its kind, and known by its name alone. */
const lists: Readonly<Record<string, string>> = {
  'src/migrations': 'steps',
  'src/cli': 'commands',
  'src/kit/ui': 'components',
  'src/kit': 'single files, each a thing of its own that knows no other',
};

const production = /^src\/(?!.*\.test\.tsx?$).*\.(ts|tsx)$/;

/** Tells which production files are too long and which folders too full, each as a sentence. Takes texts by path. */
export function findSizeFaults(sources: ReadonlyMap<string, string>): string[] {
  const files = [...sources].filter(([path]) => production.test(path));
  const long = files.flatMap(([path, text]) => {
    const lines = text.trimEnd().split('\n').length;
    return lines > mostLines
      ? [`${path} has ${lines} lines, of at most ${mostLines}: split it by what it does`]
      : [];
  });
  const folders = Map.groupBy(files, ([path]) => posix.dirname(path));
  const full = [...folders].flatMap(([folder, held]) =>
    held.length > mostFiles && !Object.hasOwn(lists, folder)
      ? [`${folder}/ has ${held.length} files, of at most ${mostFiles}: give a part of it a folder`]
      : [],
  );
  return [...long, ...full];
}
