import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { listFiles } from '../../scripts/check/project-files.ts';
import { buildProgram } from '../../src/cli/main.ts';
import { configSchema, listKeys } from '../../src/config/index.ts';
import { allRoutes, problems } from '../../src/server.ts';
import { eachApp } from '../support/app.ts';
import { documents } from '../support/guide/blocks.ts';

const pages = [...documents, 'SECURITY.md', 'CHANGELOG.md'].map(
  (path) => [path, readFileSync(path, 'utf8')] as const,
);

/** What stands between backticks in a line of text. */
const namedIn = (text: string): string[] =>
  [...text.replaceAll(/^```.*?^```$/gms, '').matchAll(/`([^`]+)`/g)].map(([, name = '']) =>
    name.replaceAll(/\s+/g, ' '),
  );

/** What is wrong with a command line that a page names; undefined if it can be typed so. */
function faultOf(line: string): string | undefined {
  let command: Command = buildProgram();
  const words = line.replace(/^npx /, '').split(' ').slice(1);
  for (const word of [...words]) {
    const child = command.commands.find((one) => one.name() === word);
    if (!child) break;
    command = child;
    words.shift();
  }
  const known = [...command.options.flatMap(({ long }) => long ?? []), '--help', '--version'];
  const unknown = words.filter((word) => word.startsWith('--') && !known.includes(word));
  if (unknown.length > 0) return `${line}: no ${unknown.join()}`;
  const [next] = words;
  return command.commands.length > 0 && next !== undefined && !next.startsWith('-')
    ? `${line}: no ${next}`
    : undefined;
}

test.each(pages)('the commands that %s names exist, with their options', (_, text) => {
  const lines = namedIn(text).filter(
    (name) => /^(npx )?latchkey (?!-)[a-z]/.test(name) && !name.includes('|'),
  );
  expect(lines.map(faultOf).filter((fault) => fault !== undefined)).toEqual([]);
});

test('a command, or an option of one, that does not exist is noticed', () => {
  expect(faultOf('latchkey accounts show NAME')).toBeUndefined();
  expect(faultOf('npx latchkey accounts show NAME --everything')).toBe(
    'npx latchkey accounts show NAME --everything: no --everything',
  );
  expect(faultOf('latchkey accounts open anna')).toBe('latchkey accounts open anna: no open');
  expect(faultOf('latchkey backup')).toBe('latchkey backup: no backup');
});

const keys = listKeys(configSchema).map(({ path }) => path.join('.'));
/** A file that a page has people write has the name of a section, such as `server.mjs`. */
const isFile = (name: string): boolean => /\.(mjs|py|go)$/.test(name);
const sections = new Set(keys.filter((key) => key.includes('.')).map((key) => key.split('.')[0] ?? ''));

test.each(pages)('the settings that %s names exist', (_, text) => {
  const named = namedIn(text).flatMap((name) => /^([a-z]+)\.([a-z][a-zA-Z]*)\b(?!\.\w|\()/.exec(name) ?? []);
  const settings = named.filter(
    (name) => name.includes('.') && !isFile(name) && sections.has(name.split('.')[0] ?? ''),
  );
  expect(settings.filter((name) => !keys.includes(name))).toEqual([]);
});

test('the metrics that the guide names are measured', () => {
  const sources = listFiles(/^src\/.*(?<!\.test)\.tsx?$/)
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');
  const named = new Set(pages.flatMap(([, text]) => text.match(/\blatchkey_[a-z_]+/g) ?? []));
  expect(named.size).toBeGreaterThan(5);
  expect([...named].filter((name) => !sources.includes(name))).toEqual([]);
});

eachApp('what the guide names of the API', (open) => {
  test('exists', async () => {
    const { services } = await open();
    const routes = allRoutes(services, '0.0.0-test').map(({ method, path }) => `${method} ${path}`);
    /** A name in braces stands for a parameter, or for any of several words. */
    const isKnown = (request: string) => {
      const shape = new RegExp(`^${request.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
      return routes.some((route) => shape.test(route));
    };
    const requests = pages.flatMap(([path, text]) =>
      namedIn(text).flatMap((name) => {
        const [request] = /^(GET|POST|PUT|PATCH|DELETE) \/api\/[^\s?]*/.exec(name) ?? [];
        return request === undefined || isKnown(request) ? [] : [`${path}: ${name}`];
      }),
    );
    expect(isKnown('POST /api/nothing')).toBe(false);
    expect(requests).toEqual([]);
    const codes = new Set(problems.map(({ code }) => code));
    expect([...codes]).toEqual(expect.arrayContaining(['forbidden-origin', 'other-account']));
    const shown = readFileSync('docs/guide/frontend.md', 'utf8').match(/^\| `([a-z-]+)` \|/gm) ?? [];
    expect(shown.length).toBeGreaterThan(3);
    expect(
      shown.map((row) => row.slice(3, -3)).filter((code) => code !== 'code' && !codes.has(code)),
    ).toEqual([]);
  });
});
