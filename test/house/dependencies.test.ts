import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { namesOf, rowsOf, sections } from '../../scripts/check/dependencies.ts';

type Manifest = Record<'dependencies' | 'devDependencies', Record<string, string>>;

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Manifest;
const manifest = read('package.json');
const tools = read('tools/package.json');
const clients = read('test/clients/package.json');
const peers = read('bench/peers/package.json');

test('every dependency has its row, and every row its dependency', () => {
  expect(namesOf(sections.installed)).toEqual(Object.keys(manifest.dependencies));
  const dev = [...namesOf(sections.built), ...namesOf(sections.tools)];
  expect(dev.toSorted()).toEqual(Object.keys(manifest.devDependencies).toSorted());
  expect(namesOf(sections.api)).toEqual(Object.keys(tools.devDependencies));
  expect(namesOf(sections.clients)).toEqual(Object.keys(clients.devDependencies));
  expect(namesOf(sections.peers)).toEqual(Object.keys(peers.devDependencies));
});

test('every row says what it saves, who keeps it and what we would do without', () => {
  const rows = Object.values(sections).flatMap(rowsOf);
  const incomplete = rows.filter((cells) => cells.length !== 4 || cells.some((cell) => cell.length < 3));
  expect(incomplete).toEqual([]);
});

test('a file that was taken as it is built is the one that its source names', () => {
  const folders = readdirSync('vendor');
  const sources = folders.map((folder) => JSON.parse(readFileSync(`vendor/${folder}/source.json`, 'utf8')));
  expect(sources.map(({ package: name }) => name)).toEqual(namesOf(sections.vendored));
  for (const [at, { file, sha256 }] of sources.entries()) {
    const bytes = readFileSync(`vendor/${folders[at]}/${file.split('/').at(-1)}`);
    expect(hash('sha256', bytes, 'hex'), file).toBe(sha256);
  }
});

test('V15.2.4 every version is exact', () => {
  const all = [manifest.dependencies, ...[manifest, tools, clients, peers].map((one) => one.devDependencies)];
  const versions = all.flatMap((one) => Object.values(one));
  expect(versions.filter((version) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
});
