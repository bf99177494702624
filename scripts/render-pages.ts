/**
 * Writes every page of the product, in every state that a person can meet, as a file of a folder: `npm run pages -- FOLDER`.
 * What is random has a stable name, so `diff -r before after` shows what a refactoring changed, and nothing else.
 */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readTsx } from './render-pages/tsx.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write('Name the folder to write to: npm run pages -- FOLDER\n');
  process.exit(2);
}
await mkdir(folder, { recursive: true });
if ((await readdir(folder)).length > 0) {
  process.stderr.write(`${folder} isn't empty. Name a new folder, or empty this one first.\n`);
  process.exit(2);
}
readTsx();
const { renderPages } = await import('./render-pages/render.ts');
const { files, missing } = await renderPages();
for (const [name, text] of files) await writeFile(join(folder, name), text);
process.stdout.write(`${files.size} files in ${folder}\n`);
for (const sentence of missing) process.stderr.write(`${sentence}\n`);
if (missing.length > 0) process.exitCode = 1;
