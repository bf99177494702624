import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The licences of the packages that files of a bundle come from, one after the other, each under its name and version.
 * `files` are paths from `root`. Throws when a package says nothing of its licence.
 */
export async function readLicences(root: string, files: readonly string[]): Promise<string> {
  const folders = files.map((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]);
  const packages = [...new Set(folders.filter((folder) => folder !== undefined))].sort();
  const texts = await Promise.all(packages.map((folder) => readLicence(join(root, folder))));
  return texts.join('\n');
}

async function readLicence(folder: string): Promise<string> {
  const manifest = await readFile(join(folder, 'package.json'), 'utf8');
  const { name, version, license } = JSON.parse(manifest) as Record<string, string | undefined>;
  if (!license) throw new Error(`${name} has no licence in its package.json.`);
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e(\.(md|txt))?$/i.test(entry));
  const text = file ? await readFile(join(folder, file), 'utf8') : '';
  return `${name} ${version} (${license})\n\n${text.trim()}\n${'-'.repeat(78)}\n`;
}
