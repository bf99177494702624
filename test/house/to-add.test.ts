import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { listFiles } from '../../scripts/check/project-files.ts';
import { accountSections } from '../../src/account/pages.tsx';
import { configSchema, listKeys } from '../../src/config/index.ts';
import { addableFactors } from '../../src/factors/index.ts';
import type { Route } from '../../src/kit/http/index.ts';
import { mustDos } from '../../src/login/next-step.ts';
import { allRoutes } from '../../src/server.ts';
import { eachApp, freshName, goodPassword } from '../support/app.ts';

const architecture = readFileSync('ARCHITECTURE.md', 'utf8');

/** The cells of the table in a chapter of ARCHITECTURE.md, row by row. */
function tableUnder(heading: string): string[][] {
  const [, chapter = ''] = architecture.split(`\n## ${heading}\n`);
  const [, ...rows] = (chapter.split('\n## ')[0] ?? '').split('\n').filter((line) => line.startsWith('| '));
  return rows.map((line) => line.slice(2, -2).split(' | '));
}

const pathsIn = (text = '') =>
  [...text.matchAll(/`((?:src|test|scripts|docs|examples)\/[^`\s]*)`/g)].map(([, path = '']) => path);

/** Files that are no tests, by path. */
const filesOf = (pattern: RegExp) =>
  new Map(
    listFiles(pattern)
      .filter((path) => !/\.test\.tsx?$/.test(path))
      .map((path) => [path, readFileSync(path, 'utf8')] as const),
  );

const hasTest = (text = '') => pathsIn(text).some((path) => /\.test\.tsx?$/.test(path));

test('a factor is added by at most eight files outside its room, and something goes red without each', () => {
  const rows = tableUnder('Adding a factor');
  expect(rows.length).toBeGreaterThan(5);
  expect(rows.length).toBeLessThanOrEqual(8);
  for (const [file, red] of rows) {
    expect(pathsIn(file), file).toHaveLength(1);
    expect(red === 'types' || hasTest(red), file).toBe(true);
  }
});

test('the table says what to touch for anything else, and which tests go red', () => {
  const rows = tableUnder('To add anything else');
  const kinds = ['step', 'section', 'command', 'setting', 'error code', 'route', 'page', 'table', 'sweep'];
  for (const kind of kinds) expect(rows.map(([what]) => what).join('\n')).toContain(kind);
  for (const [what, touch, red] of rows) {
    expect(pathsIn(touch).length, what).toBeGreaterThan(0);
    expect(hasTest(red), what).toBe(true);
  }
});

/** What a step of the login lacks: a page of its name to lead to, its form, and a request that goes on from it. */
function lacksOf(step: string, routes: readonly Pick<Route, 'method' | 'path'>[]): string[] {
  const requests = step === 'add-second-factor' ? addableFactors.map(({ name }) => `add-${name}`) : [step];
  const wanted = [
    `GET /login/${step}`,
    `POST /login/${step}`,
    ...requests.map((name) => `POST /api/login/:attempt/${name}`),
  ];
  const there = new Set(routes.map(({ method, path }) => `${method} ${path}`));
  return wanted.filter((one) => !there.has(one));
}

/** The components of sections that stand in files of their own and not on the page. */
const forgottenSections = (files: ReadonlyMap<string, string>, page: string) =>
  [...files].flatMap(([path, source]) => {
    const declared = [...source.matchAll(/^export function (\w+Section)\(/gm)].map(([, name = '']) => name);
    return declared.filter((name) => !new RegExp(`<${name}\\b`).test(page)).map((name) => `${path}: ${name}`);
  });

eachApp('what was added', (open) => {
  test('as a step of the login has its page, its form and its request', async () => {
    const { services } = await open();
    const routes = allRoutes(services, '0.0.0-test');
    expect(mustDos.flatMap((step) => lacksOf(step, routes))).toEqual([]);
    expect(lacksOf('accept-terms', routes)).toHaveLength(3);
  });

  test('as a section of the account page stands on it, and its menu leads there', async () => {
    const app = await open();
    const self = app.browser();
    await self.register(freshName(), goodPassword);
    const { text } = await self.get('/account');
    const menu = /<nav class="account-nav".*?<\/nav>/s.exec(text)?.[0] ?? '';
    expect([...menu.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id)).toEqual(
      accountSections.map(({ id }) => id),
    );
    const onPage = [...text.matchAll(/<section class="[^"]*" id="([^"]*)"/g)].map(([, id]) => id);
    expect(onPage).toEqual(expect.arrayContaining(accountSections.map(({ id }) => id)));
    const page = readFileSync('src/account/pages.tsx', 'utf8');
    const files = filesOf(/^src\/account\/.*section\.tsx$/);
    expect(files.size).toBeGreaterThan(3);
    expect(forgottenSections(files, page)).toEqual([]);
    expect(forgottenSections(files, '')).not.toEqual([]);
  });
});

/** The commands that are declared and that no other file takes into a program. */
const forgottenCommands = (files: ReadonlyMap<string, string>) =>
  [...files].flatMap(([path, source]) => {
    const declared = [...source.matchAll(/^export function (register\w+)\(/gm)].map(([, name = '']) => name);
    const others = [...files].filter(([other]) => other !== path).map(([, text]) => text);
    return declared.filter((name) => !others.some((text) => new RegExp(`\\b${name}\\b`).test(text)));
  });

test('a command that was added can be run', () => {
  const files = filesOf(/^src\/cli\/.*\.ts$/);
  expect(forgottenCommands(files)).toEqual([]);
  const alone = new Map([['src/cli/one.ts', 'export function registerOne(program: Command) {}']]);
  expect(forgottenCommands(alone)).toEqual(['registerOne']);
});

test('a setting that was added is read by somebody', () => {
  const sources = [...filesOf(/^src\/(?!config\/).*\.tsx?$/).values()].join('\n');
  const isRead = (name: string) => new RegExp(`\\b${name}\\b`).test(sources);
  const keys = listKeys(configSchema).map(({ path }) => path.at(-1) ?? '');
  expect(keys.length).toBeGreaterThan(40);
  expect(keys.filter((name) => !isRead(name))).toEqual([]);
  expect(isRead('noSuchSetting')).toBe(false);
});
