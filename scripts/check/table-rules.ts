import { posix } from 'node:path';
import { type Argument, parseSync, type Span, type TemplateLiteral, Visitor } from 'oxc-parser';

interface Join {
  /** A file, or a folder with a slash at its end. */
  readonly where: string;
  readonly tables: readonly string[] | 'all';
  readonly reason: string;
}

/** The few places that name a table of another room. */
const joins: readonly Join[] = [
  {
    where: 'src/people/sessions/reader.ts',
    tables: ['accounts'],
    reason: 'the hot path: one query finds the session with its account',
  },
  {
    where: 'src/people/sessions/impersonated.ts',
    tables: ['accounts'],
    reason: 'the same for the session of an administrator who looks at the account',
  },
  {
    where: 'src/people/keys/store.ts',
    tables: ['accounts'],
    reason: 'the same for the access keys of programs',
  },
  {
    where: 'src/people/emails/store.ts',
    tables: ['accounts'],
    reason: 'one query finds an address with its owner, and costs the same where there is neither',
  },
  {
    where: 'src/login/session/end-weak-sessions.ts',
    tables: ['sessions', 'passwords'],
    reason: 'one statement ends the sessions of all weak passwords, however many there are',
  },
  {
    where: 'src/login/why/account-read.ts',
    tables: ['accounts', 'emails', 'events', 'outside_identities', 'passwords'],
    reason: 'what an account signs in with is one query, so that a page about it takes few',
  },
  {
    where: 'src/surfaces/workshop/export.ts',
    tables: ['accounts', 'passwords'],
    reason: 'the file of the workshop holds both in one line, and is read page by page',
  },
  {
    where: 'src/people/grants/store.ts',
    tables: ['apps'],
    reason: 'what somebody has allowed is shown with the names of the apps, which one query finds',
  },
  {
    where: 'src/surfaces/provider/records.ts',
    tables: ['app_grants', 'sessions'],
    reason: 'a code or token is valid while its grant and session are, which one query says',
  },
  {
    where: 'src/surfaces/provider/logout/to-tell.ts',
    tables: ['app_grants'],
    reason: 'an app is told that what it was allowed was revoked, which one query finds',
  },
  {
    where: 'src/people/roles/store.ts',
    tables: ['accounts'],
    reason: 'what an account may do, and whether another administrator is left, is one query each',
  },
  { where: 'src/operate/', tables: 'all', reason: 'operators look at everything, and carry it elsewhere' },
];

/** What takes the name of a table: of Kysely, and of `src/kit/db/`. */
const takers = new Set([
  ...['selectFrom', 'insertInto', 'replaceInto', 'mergeInto', 'updateTable', 'deleteFrom', 'from', 'using'],
  ...['innerJoin', 'leftJoin', 'rightJoin', 'fullJoin', 'crossJoin', 'innerJoinLateral', 'leftJoinLateral'],
  ...['table', 'compact', 'empty', 'deleteExpired'],
]);

const statement =
  /^\s*(select|insert|replace|update|delete|merge|with|alter|create|drop|truncate|vacuum|analyze|lock)\b/i;
const quoted = /['"`](\w+)/g;
const sqlNames =
  /\b(?:from|into|update|join|table|only|using|truncate|vacuum|analyze)\s+(?:"?\w+"?\.)?"?([a-z_]+)/gi;

/** Free to name every table: what makes them, and what proves that they are used well. */
const isFree = (path: string): boolean => path.startsWith('src/migrations/') || /\.test\.tsx?$/.test(path);

/**
 * Tells where a table is named outside its room, which is the folder of the `table.ts` that declares it, each as a
 * sentence; and which entries of the list name nothing any more. Takes the files of `src/` by path.
 */
export function findTableFaults(
  sources: ReadonlyMap<string, string>,
  allowed: readonly Join[] = joins,
): string[] {
  const files = [...sources].filter(([path]) => /^src\/.*\.tsx?$/.test(path) && !isFree(path));
  const rooms = new Map(files.filter(([path]) => path.endsWith('/table.ts')).flatMap(readTables));
  const used = new Map(allowed.map((join) => [join, new Set<string>()]));
  const faults: string[] = [];
  for (const [path, source] of files) {
    if (!mayName(path, source, rooms)) continue;
    for (const { table, line } of readNames(path, source, rooms)) {
      const room = rooms.get(table) ?? '';
      if (path.startsWith(`${room}/`)) continue;
      const join = allowed.find(
        ({ where, tables }) =>
          (where.endsWith('/') ? path.startsWith(where) : path === where) &&
          (tables === 'all' || tables.includes(table)),
      );
      if (join) used.get(join)?.add(table);
      else faults.push(`${path}:${line}: the table ${table} belongs to ${room}/`);
    }
  }
  return [...faults, ...findIdle(used)];
}

/** Parsing takes long, and most files hold no such word behind a quote or a word of SQL. */
function mayName(path: string, source: string, rooms: ReadonlyMap<string, string>): boolean {
  const words = [quoted, sqlNames].flatMap((pattern) =>
    [...source.matchAll(pattern)].map(([, word = '']) => word),
  );
  return words.some((word) => {
    const room = rooms.get(word.toLowerCase());
    return room !== undefined && !path.startsWith(`${room}/`);
  });
}

function findIdle(used: ReadonlyMap<Join, ReadonlySet<string>>): string[] {
  return [...used].flatMap(([{ where, tables }, named]) => {
    const idle =
      tables === 'all' ? (named.size > 0 ? [] : ['any table']) : tables.filter((one) => !named.has(one));
    return idle.map((table) => `${where} no longer uses ${table}. Remove it from the list of joins`);
  });
}

/** The tables that a `table.ts` adds to those of the database, each with its room. */
function readTables([path, source]: readonly [string, string]): [table: string, room: string][] {
  const [, declared = ''] = /interface Tables \{([^}]*)\}/.exec(source) ?? [];
  return [...declared.matchAll(/^\s*(\w+):/gm)].map(([, table = '']) => [table, posix.dirname(path)]);
}

interface Named {
  readonly table: string;
  readonly line: number;
}

function readNames(path: string, source: string, rooms: ReadonlyMap<string, string>): Named[] {
  const found: Named[] = [];
  const note = (table: string, { start }: Span) => {
    if (rooms.has(table)) found.push({ table, line: source.slice(0, start).split('\n').length });
  };
  const noteSql = (text: string, at: Span) => {
    for (const [, table = ''] of text.matchAll(sqlNames)) note(table.toLowerCase(), at);
  };
  const noteText = (text: string, at: Span) => {
    // Such a name is no word of English, so it is the table wherever it stands.
    if (text.includes('_')) note(text, at);
    if (statement.test(text)) noteSql(text, at);
  };
  const noteTaken = (taken: Argument | null) => {
    if (taken?.type === 'ArrayExpression') taken.elements.forEach(noteTaken);
    const value = taken ? textIn(taken) : undefined;
    if (!taken || value === undefined) return;
    // With an alias behind it: `accounts as a`.
    note(value.split(/ as /i)[0] ?? '', taken);
  };
  new Visitor({
    CallExpression({ callee, arguments: taken }) {
      const called = callee.type === 'MemberExpression' ? callee.property : callee;
      if (called.type === 'Identifier' && takers.has(called.name)) taken.forEach(noteTaken);
    },
    // What is kept to be handed to one of them: a name by itself, or a list of nothing but names.
    VariableDeclarator({ init }) {
      const value = init?.type === 'TSAsExpression' ? init.expression : init;
      if (value?.type !== 'ArrayExpression') noteTaken(value);
    },
    ArrayExpression(list) {
      const texts = list.elements.map((one) => (one ? textIn(one) : undefined));
      if (texts.length > 1 && texts.every((text = '') => rooms.has(text))) noteTaken(list);
    },
    Literal(node) {
      if (typeof node.value === 'string') noteText(node.value, node);
    },
    TemplateLiteral(node) {
      noteText(textOf(node), node);
    },
    TaggedTemplateExpression({ tag, quasi }) {
      // What begins as a statement is read as a text already.
      if (tag.type === 'Identifier' && tag.name === 'sql' && !statement.test(textOf(quasi))) {
        noteSql(textOf(quasi), quasi);
      }
    },
  }).visit(parseSync(path, source).program);
  return [...new Map(found.map((one) => [`${one.table}:${one.line}`, one])).values()];
}

function textIn(node: Argument): string | undefined {
  if (node.type === 'TemplateLiteral') return textOf(node);
  return node.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined;
}

/** A template with `?` in the place of each value. */
function textOf({ quasis }: TemplateLiteral): string {
  return quasis.map(({ value }) => value.cooked ?? value.raw).join('?');
}
