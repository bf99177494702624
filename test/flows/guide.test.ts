import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { listFiles } from '../../scripts/check/project-files.ts';
import { inspectConfig } from '../../src/config/index.ts';
import type { CookieJar } from '../support/cookie-jar.ts';
import { createDatabase } from '../support/create-database.ts';
import { curl } from '../support/curl.ts';
import {
  blocksClaimedBy,
  blocksOf,
  type Claim,
  claimOf,
  documents,
  placeOf,
  withAnswers,
} from '../support/guide/blocks.ts';
import { compareAnswer, compareOutput } from '../support/guide/compare.ts';
import { GuideReader } from '../support/guide/reader.ts';
import { type RunningServer, startLatchkey } from '../support/server-process.ts';

test('every block of the guide is tried by a test', () => {
  const untried = documents.flatMap((document) =>
    blocksOf(document).filter((block, at, all) => claimOf(block, all[at - 1]) === undefined),
  );
  expect(untried.map((block) => `${placeOf(block)}: \`\`\`${block.info}`)).toEqual([]);
});

test('no block hides from that: every fence stands at the start of its line and is made of three backticks', () => {
  const hidden = documents.filter((document) =>
    /^[ \t>-]+```|^[ \t]*~~~|````/m.test(readFileSync(document, 'utf8')),
  );
  expect(hidden).toEqual([]);
});

test.each<[Claim, number]>([
  ['request', 25],
  ['command', 12],
  ['file', 2],
  ['settings', 5],
  ['sql', 1],
  ['unit', 1],
  ['page', 3],
  ['backend', 2],
  ['example', 13],
  ['client', 2],
  ['proxy', 2],
  ['ci', 2],
])('the blocks that are tried as a %s are not few', (claim, least) => {
  expect(blocksClaimedBy(claim).length).toBeGreaterThanOrEqual(least);
});

test("whoever types one page after the other creates no account twice, but the workshop's", () => {
  const created = documents.flatMap((document) => {
    const requests = blocksClaimedBy('request', [document]).map(({ text }) => text);
    const names = requests.flatMap(
      (text) => /\/api\/register.*?"username": "(\w+)"/s.exec(text)?.[1]?.toLowerCase() ?? [],
    );
    return [...new Set(names)];
  });
  expect(created.length).toBeGreaterThan(6);
  expect(created.filter((name, at) => created.indexOf(name) !== at)).toEqual([]);
});

describe.each(documents.filter((document) => blocksClaimedBy('request', [document]).length > 0))(
  '%s',
  (path) => {
    let latchkey: RunningServer;
    beforeAll(async () => {
      latchkey = await startLatchkey();
    });
    afterAll(() => latchkey?.stop());

    test('every request that it shows is answered as it says', async () => {
      const jars = new Map<string, CookieJar>();
      const reader = new GuideReader(latchkey.url);
      for (const { block, answer: shown } of withAnswers(path, 'request')) {
        const commands = block.text.split(/(?<!\\)\n/).filter((line) => line.trim() !== '');
        for (const [at, command] of commands.entries()) {
          const answer = await curl(await reader.fill(command), jars);
          reader.remember(answer);
          const where = `${placeOf(block)}: ${command}\n${answer.body}`;
          if (shown && at === commands.length - 1) compareAnswer(shown, answer, where);
          else expect(answer.status, where).toBeLessThan(400);
        }
        expect(shown, `an answer after ${placeOf(block)}`).toBeDefined();
      }
    });
  },
);

/** The anchors of a document's headings, as GitHub makes them. */
function anchorsOf(file: URL): string[] {
  const headings = [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe.each([...documents, 'SECURITY.md', 'CHANGELOG.md', 'ARCHITECTURE.md'])('%s', (path) => {
  test('its links lead somewhere', () => {
    const text = readFileSync(path, 'utf8');
    const self = new URL(path, `file://${process.cwd()}/`);
    const links = [...text.matchAll(/\]\(([^)#\s]*)(?:#([^)\s]*))?\)/g)];
    for (const [link, target = '', anchor] of links) {
      if (/^(https?|mailto):/.test(target)) continue;
      const file = target === '' ? self : new URL(target, self);
      expect(
        () => (file.pathname.endsWith('/') ? readdirSync(file) : readFileSync(file)),
        link,
      ).not.toThrow();
      if (anchor !== undefined) expect(anchorsOf(file), link).toContain(anchor);
    }
  });

  test('the settings that it names exist', () => {
    const reference = readFileSync('docs/reference/config.md', 'utf8');
    const named = readFileSync(path, 'utf8').match(/\bLATCHKEY_[A-Z_]+\b/g) ?? [];
    const known = new Set(reference.match(/\bLATCHKEY_[A-Z_]+\b/g));
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });
});

test.each(withAnswers('README.md', 'ci').filter(({ answer }) => answer))(
  'the first command of the README prints what it shows',
  async ({ block, answer }) => {
    const latchkey = await startLatchkey();
    await latchkey.stop();
    if (answer) compareOutput(answer, latchkey.output(), placeOf(block));
  },
);

/** Every text of the pages and emails, with the name that it has in its `words.ts`, if it has one. */
const texts = listFiles(/^src\/.*words\.ts$/).flatMap((path) =>
  [
    ...readFileSync(path, 'utf8').matchAll(/(?:(\w*): |return |\? )(?:'((?:[^'\\\n]|\\.)*)'|"([^"\n]*)")/g),
  ].map(([, name = '', single, double = '']) => ({ name, text: (single ?? double).replaceAll("\\'", "'") })),
);

test('what the guide quotes from pages stands there, and what it has people choose is no heading', () => {
  const labels = documents.flatMap((document) =>
    [...readFileSync(document, 'utf8').matchAll(/(choose )?(?<!\*)\*([A-Z][^*\n.]+)\*(?!\*)/gi)]
      .map(([, choose, label = '']) => ({ document, label, isChosen: choose !== undefined }))
      .filter(({ label }) => /^[A-Z]/.test(label)),
  );
  expect(labels.length).toBeGreaterThan(6);
  const isSaid = ({ label, isChosen }: (typeof labels)[number]) =>
    texts.some(({ name, text }) => text === label && !(isChosen && /^(title|heading|lead)$/.test(name)));
  expect(labels.filter((label) => !isSaid(label))).toEqual([]);
});

test('the emails that the page for people explains have these headings', () => {
  const page = readFileSync('docs/guide/your-account.md', 'utf8');
  const [, table = ''] = /^\|---.*\n((?:\|.*\n)+)/m.exec(page) ?? [];
  const headings = [...table.matchAll(/^\| ([^|]+) \|/gm)].map(([, heading = '']) => heading);
  expect(headings.length).toBeGreaterThan(12);
  expect(headings.filter((heading) => !texts.some(({ text }) => text === heading))).toEqual([]);
});

test('the guide says to each reader where their pages are, and leaves none out', () => {
  const index = readFileSync('docs/guide/README.md', 'utf8');
  const pages = readdirSync('docs/guide').filter((name) => name !== 'README.md');
  expect(pages.filter((name) => !index.includes(`](${name})`))).toEqual([]);
});

test.each(blocksClaimedBy('settings').map((block) => [placeOf(block), block] as const))(
  'the settings that %s shows are complete and safe in production',
  async (_, { info, text }) => {
    const folder = await mkdtemp(join(tmpdir(), 'latchkey-guide-'));
    try {
      const minimum = { publicUrl: 'https://login.example.com', trustedProxies: ['127.0.0.1'] };
      const isFile = info.endsWith('.json');
      await writeFile(join(folder, 'latchkey.config.json'), isFile ? text : JSON.stringify(minimum));
      await writeFile(join(folder, 'secret'), 'q7Zp2vXk9LmRt4WbYc8NdFh3JsGu6AeT');
      const here = text.replaceAll(/\/etc\/latchkey\/[\w.-]+/g, join(folder, 'secret'));
      const env = isFile ? {} : parseEnv(here);
      if (!isFile) expect(Object.keys(env)).toHaveLength(here.trim().split('\n').length);
      expect((await inspectConfig({ mode: 'production', env, cwd: folder })).problems).toEqual([]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
);

test('the SQL that the guide shows has PostgreSQL use the schema of Latchkey for its role', async () => {
  const database = await createDatabase(inject('postgresUrl'), 'template template0');
  const role = `guide_${database.name}`;
  const here = (sql: string) =>
    sql
      .replaceAll(/(role|authorization) latchkey/g, `$1 ${role}`)
      .replaceAll('database app', `database ${database.name}`);
  const asked = async (url: string, sql: string): Promise<unknown[]> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  };
  try {
    await asked(database.url, `create role ${role} login password 'guide'`);
    for (const { text } of blocksClaimedBy('sql')) await asked(database.url, here(text));
    const own = Object.assign(new URL(database.url), { username: role, password: 'guide' }).href;
    expect(await asked(own, 'select current_schema()')).toEqual([{ current_schema: 'latchkey' }]);
  } finally {
    await database.remove();
    await asked(inject('postgresUrl'), `drop role if exists ${role}`);
  }
});
