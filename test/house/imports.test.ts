import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { shippedPackages } from '../../scripts/check/dependencies.ts';
import { findImportFaults } from '../../scripts/check/import-rules.ts';
import { listFiles } from '../../scripts/check/project-files.ts';

const faultsOf = (sources: Record<string, string>) =>
  findImportFaults(new Map(Object.entries(sources)), new Set(['fastify', '@scope/shipped']));

test('the house keeps its own rules', () => {
  const files = listFiles(/^src\/.*\.tsx?$/);
  const sources = new Map(files.map((path) => [path, readFileSync(path, 'utf8')]));
  expect(files.length).toBeGreaterThan(0);
  expect(findImportFaults(sources, shippedPackages())).toEqual([]);
});

describe('allowed is', () => {
  test.each([
    ['a lower floor', 'src/login/routes.ts', "import { a } from '../people/accounts/index.ts';"],
    ['a slice beside, by its door', 'src/people/limits/a.ts', "import { a } from '../accounts/index.ts';"],
    ['a file of the same slice', 'src/people/limits/a.ts', "import { b } from './b.ts';"],
    ['a single file of kit', 'src/people/limits/a.ts', "import { minutes } from '../../kit/duration.ts';"],
    ['a component for a page', 'src/surfaces/a/b.tsx', "import { Field } from '../../kit/ui/field.tsx';"],
    ['a folder inside a room', 'src/login/steps/a.ts', "import { a } from '../session/open.ts';"],
    ['the room around, by its door', 'src/login/prove/a.ts', "import { a } from '../index.ts';"],
    [
      'the type of the configuration',
      'src/login/steps/a.ts',
      "import type { C } from '../../config/index.ts';",
    ],
    ['the type of the services', 'src/people/limits/a.ts', "import { type S } from '../../kit/services.ts';"],
    ['kit for a migration', 'src/migrations/0001-a.ts', "import { a } from '../kit/db/index.ts';"],
    ['anything by its door for the server', 'src/server.ts', "export { a } from './login/index.ts';"],
    ['what is shipped, and Node', 'src/kit/a.ts', "import 'node:fs'; import a from '@scope/shipped/part';"],
    ['a use case for a command', 'src/cli/a.ts', "import { a } from '../operate/accounts/index.ts';"],
    ['the start, lazily, for a command', 'src/cli/a.ts', "const { a } = await import('../start/a.ts');"],
    ['words for a command', 'src/cli/a.ts', "import { describe } from '../people/trails/index.ts';"],
    ['facts for a command', 'src/cli/a.ts', "import type { A } from '../people/events/index.ts';"],
    ['a table for a use case', 'src/operate/a/b.ts', "import { a } from '../../kit/db/index.ts';"],
    ['anything for a test', 'src/kit/a.test.ts', "import { a } from '../login/store.ts';"],
  ])('%s', (_, path, source) => {
    expect(faultsOf({ [path]: source })).toEqual([]);
  });
});

describe('refused is', () => {
  test.each([
    ['a higher floor', 'src/people/limits/a.ts', "import { a } from '../../login/index.ts';", 'above'],
    ['the type of a higher floor', 'src/kit/a.ts', "import type { A } from '../people/a/index.ts';", 'above'],
    ['a lazy import of it', 'src/kit/a.ts', "const a = await import('../people/a/index.ts');", 'above'],
    ['passing it on', 'src/kit/a.ts', "export * from '../people/a/index.ts';", 'above'],
    ['the server for a slice', 'src/login/steps/a.ts', "import { start } from '../../server.ts';", 'above'],
    ['the account for the login', 'src/login/a.ts', "import { a } from '../account/index.ts';", 'above'],
    ['another slice beside its door', 'src/surfaces/a/b.ts', "import '../c/d.ts';", 'index.ts'],
    ['a room inside beside its door', 'src/login/a.ts', "import './prove/renew.ts';", 'index.ts'],
    ['the room around beside its door', 'src/login/prove/a.ts', "import '../next-step.ts';", 'index.ts'],
    ['a floor beside its door', 'src/account/a.ts', "import '../login/next-step.ts';", 'index.ts'],
    ['a folder of kit beside its door', 'src/people/a/b.ts', "import '../../kit/db/open.ts';", 'index.ts'],
    ['the same for the server', 'src/server.ts', "import { a } from './login/store.ts';", 'index.ts'],
    [
      'the loader of the configuration',
      'src/surfaces/a/b.ts',
      "import { l } from '../../config/index.ts';",
      'only import its types',
    ],
    ['its type for kit', 'src/kit/a.ts', "import type { Config } from '../config/index.ts';", 'above'],
    [
      'a floor for a migration',
      'src/migrations/a.ts',
      "import '../people/a/index.ts';",
      'above|only import kit',
    ],
    [
      'migrations for a slice',
      'src/people/a/b.ts',
      "import '../../migrations/index.ts';",
      'src/start/ runs migrations',
    ],
    ['the database for a command', 'src/cli/a.ts', "import { a } from '../kit/db/index.ts';", 'text'],
    ['its type too', 'src/cli/a.ts', "import type { Db } from '../kit/db/index.ts';", 'text'],
    [
      'a store for a command',
      'src/cli/a.ts',
      "import { type A, holdAccount } from '../people/accounts/index.ts';",
      'text',
    ],
    [
      'a store beside words, for a command',
      'src/cli/a.ts',
      "import { describe, listTrails } from '../people/trails/index.ts';",
      'text',
    ],
    ['all of a slice for a command', 'src/cli/a.ts', "export * from '../people/trails/index.ts';", 'text'],
    ['a flow for a command, lazily', 'src/cli/a.ts', "await import('../login/index.ts');", 'text'],
    ['a package for a command', 'src/cli/a.ts', "import fastify from 'fastify';", 'text'],
    ['a test', 'src/kit/a.ts', "import './a.test.ts';", "can't import tests"],
    ['what lies outside', 'src/kit/a.ts', "import '../../test/support/clock.ts';", 'outside'],
    ['a package that is not shipped', 'src/kit/a.ts', "import { test } from 'vitest';", 'shipped'],
  ])('%s', (_, path, source, reason) => {
    const faults = faultsOf({ [path]: source });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(new RegExp(`^${path} imports .*(${reason})`));
  });

  test('a circle, once', () => {
    const faults = faultsOf({
      'src/kit/a.ts': "import './b.ts';",
      'src/kit/b.ts': "import type { C } from './c.ts';",
      'src/kit/c.ts': "import './a.ts';",
    });
    expect(faults).toEqual(['Circular imports: src/kit/a.ts > src/kit/b.ts > src/kit/c.ts > src/kit/a.ts']);
  });
});
