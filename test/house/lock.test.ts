import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { completeLock, type LockFile } from '../../scripts/check/lock-rules.ts';

type Manifest = Record<'dependencies' | 'devDependencies', Record<string, string>>;

const isDevelopment = ({ name }: { name: string }): boolean => name.endsWith(':development');

const locked = (packages: LockFile['packages']): LockFile => ({ lockfileVersion: 3, packages });

const lockFiles = ['.', 'tools', 'test/clients', 'bench/peers'].map((folder) =>
  join(folder, 'package-lock.json'),
);

test.each(lockFiles)(
  '%s is complete, so that "npm ci" takes it (if not: node scripts/complete-lock.ts)',
  (file) => {
    const lock = JSON.parse(readFileSync(file, 'utf8')) as LockFile;
    expect(completeLock(lock).added).toEqual([]);
  },
);

test.each(lockFiles)('no address of a registry stands in %s', (file) => {
  expect(readFileSync(file, 'utf8')).not.toContain('"resolved": "http');
});

test.each(lockFiles)('V15.2.4 what %s fetches has a checksum, except what npm left out', (file) => {
  const lock = JSON.parse(readFileSync(file, 'utf8')) as LockFile;
  const fetched = Object.entries(lock.packages).filter(([path, { optional }]) => path !== '' && !optional);
  expect(fetched.length).toBeGreaterThan(20);
  expect(fetched.filter(([, entry]) => !('integrity' in entry)).map(([path]) => path)).toEqual([]);
});

test('V15.1.2 the bill of materials that the guide shows holds every package, and tells what is shipped', () => {
  const [command = ''] = /npm sbom [^`]+/.exec(readFileSync('docs/guide/upgrade.md', 'utf8')) ?? [];
  const [program = '', ...args] = command.split(/\s+/);
  const { components } = JSON.parse(
    execFileSync(program, args, { encoding: 'utf8', maxBuffer: 2 ** 26 }),
  ) as {
    components: { 'bom-ref': string; properties: { name: string }[] }[];
  };
  const named = (all: typeof components) => all.map((component) => component['bom-ref']);
  const [builds, shipped] = [true, false].map((wanted) =>
    named(components.filter(({ properties }) => properties.some(isDevelopment) === wanted)),
  );
  const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
  const ofManifest = (one: Record<string, string>) =>
    Object.entries(one).map(([name, version]) => `${name}@${version}`);
  expect(shipped).toEqual(expect.arrayContaining(ofManifest(dependencies)));
  expect(builds).toEqual(expect.arrayContaining(ofManifest({ vitest: devDependencies.vitest ?? '' })));
});

describe('a package for another platform that npm left out', () => {
  test('is added with what npm must know to pass it over', () => {
    const { completed, added } = completeLock(
      locked({
        '': {},
        'node_modules/tool': {
          version: '1.0.0',
          dev: true,
          optionalDependencies: { '@tool/darwin-arm64': '1.0.0' },
        },
        'node_modules/zebra': { version: '2.0.0', optionalDependencies: { 'zebra-linux-x64-musl': '2.0.0' } },
      }),
    );
    expect(added).toEqual(['node_modules/@tool/darwin-arm64', 'node_modules/zebra-linux-x64-musl']);
    expect(Object.keys(completed.packages)).toEqual([
      '',
      'node_modules/@tool/darwin-arm64',
      'node_modules/tool',
      'node_modules/zebra',
      'node_modules/zebra-linux-x64-musl',
    ]);
    expect(completed.packages['node_modules/@tool/darwin-arm64']).toEqual({
      version: '1.0.0',
      cpu: ['arm64'],
      dev: true,
      optional: true,
      os: ['darwin'],
    });
    expect(completed.packages['node_modules/zebra-linux-x64-musl']).toMatchObject({ libc: ['musl'] });
  });

  test('is found in the folder of its owner, or in one above', () => {
    const owner = {
      version: '1.0.0',
      optionalDependencies: { 'a-linux-x64': '1.0.0', 'b-linux-x64': '1.0.0' },
    };
    const { added } = completeLock(
      locked({
        'node_modules/x/node_modules/owner': owner,
        'node_modules/x/node_modules/a-linux-x64': { version: '1.0.0' },
        'node_modules/b-linux-x64': { version: '1.0.0' },
      }),
    );
    expect(added).toEqual([]);
  });

  test('is not guessed when its name tells no platform', () => {
    const lock = locked({ 'node_modules/x': { version: '1.0.0', optionalDependencies: { extra: '1.0.0' } } });
    expect(() => completeLock(lock)).toThrow('extra@1.0.0');
  });
});
