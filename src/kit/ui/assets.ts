import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Reads `manifest.json` of a built assets folder once and answers the address of a file by its logical name.
 * @throws Error when the folder was never built, and for a name that the build does not know.
 */
export function loadAssets(directory: string): (name: string) => string {
  const manifest = new Map(Object.entries(readManifest(join(directory, 'manifest.json'))));
  return (name) => {
    const file = manifest.get(name);
    if (file === undefined) throw new Error(`No asset is called ${name}. Add it to scripts/build.ts.`);
    return `/assets/${file}`;
  };
}

function readManifest(path: string): Record<string, string> {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
  } catch (cause) {
    throw new Error(`${path} cannot be read. Run "npm run build" first.`, { cause });
  }
}
