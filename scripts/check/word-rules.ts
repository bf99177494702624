import { posix } from 'node:path';
import { parseSync } from 'oxc-parser';
import { isTest } from './import-rules.ts';

/** A node of the syntax tree, with whatever its kind has. */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly [member: string]: unknown;
}

interface Exception {
  /** A file, or a folder with a slash at its end. */
  readonly where: string;
  readonly reason: string;
}

const terminal = 'it speaks to an operator at a terminal, in English';

const workshop = 'programs of the workshop are answered in its very words';

const api = 'it describes a field of the API, which has one language';

/** What says something without `words.ts`. */
const exceptions: readonly Exception[] = [
  { where: 'src/cli/', reason: terminal },
  { where: 'src/config/', reason: terminal },
  { where: 'src/start/', reason: terminal },
  { where: 'src/operate/', reason: terminal },
  { where: 'src/kit/db/', reason: terminal },
  { where: 'src/kit/mail/trouble.ts', reason: terminal },
  { where: 'src/surfaces/meta/readiness.ts', reason: terminal },
  { where: 'src/surfaces/home/workshop.tsx', reason: workshop },
  { where: 'src/surfaces/workshop/routes.ts', reason: workshop },
  { where: 'src/kit/metrics.ts', reason: 'it describes a metric to whoever reads them' },
  { where: 'src/factors/passkey/answer.ts', reason: api },
  { where: 'src/people/accounts/account.ts', reason: api },
  { where: 'src/people/emails/state.ts', reason: api },
  { where: 'src/people/sessions/session.ts', reason: api },
  { where: 'src/kit/ui/json-problem.ts', reason: 'a script of the browser says it while somebody types' },
];

/** Members whose texts are for whoever reads the description of the API, or the code. */
const described = new Set(['summary', 'description', 'noTwin', 'reason']);

/** Attributes of an element that somebody reads or hears. */
const spoken = new Set([
  'alt',
  'aria-label',
  'heading',
  'hint',
  'label',
  'lead',
  'placeholder',
  'submit',
  'title',
]);

/** The words of a room, or a part of them that its `words.ts` takes in: `session-words.ts`. */
const isWords = (path: string): boolean =>
  /^([a-z-]+-)?words\.ts$/.test(posix.basename(path)) && path !== 'src/words.ts';

/**
 * Tells what people read and does not stand in the `words.ts` of a room, and what stands there and nobody reads, each as
 * a sentence; and which exceptions are for nothing. Takes the files of `src/` by path. What a language lacks doesn't
 * compile, so no check tells of it.
 */
export function findWordFaults(
  sources: ReadonlyMap<string, string>,
  allowed: readonly Exception[] = exceptions,
): string[] {
  const production = [...sources].filter(([path]) => /^src\/.*\.tsx?$/.test(path) && !isTest(path));
  const idle = new Set(allowed);
  const faults: string[] = [];
  for (const [path, source] of production.filter(([path]) => !isWords(path))) {
    const exception = allowed.find(({ where }) =>
      where.endsWith('/') ? path.startsWith(where) : path === where,
    );
    const said = sentencesIn(path, source);
    if (said.length > 0 && exception) idle.delete(exception);
    if (!exception)
      faults.push(...said.map(({ at, text }) => `${path}:${at} contains "${text}". Move it to words.ts`));
  }
  const readIn = production.map(([path, source]) => ({ source, ...namesReadIn(path, source) }));
  const codes = new Set(readIn.flatMap(({ literals }) => literals));
  for (const [path, source] of production.filter(([path]) => isWords(path))) {
    // A name is read where its room's words are: every page has a `title`.
    const [, room = ''] = /readonly (\w+): (?:Wording|Readonly)</.exec(source) ?? [];
    const near = readIn.filter((one) => one.source !== source && one.source.includes(room));
    const read = new Set(near.flatMap(({ names }) => names));
    for (const name of textsOf(path, source)) {
      if (!read.has(name) && !codes.has(name)) faults.push(`${path} has "${name}", which nothing uses`);
    }
  }
  return [
    ...faults,
    ...[...idle].map(
      ({ where }) => `scripts/check/word-rules.ts has an exception for ${where} that nothing needs`,
    ),
  ];
}

function sentencesIn(path: string, source: string): { at: number; text: string }[] {
  const found: { at: number; text: string }[] = [];
  const look = (node: Node, isSpoken: boolean): void => {
    if (isForProgrammers(node)) return;
    const text = textOf(node);
    const isRead =
      node.type === 'JSXText' || isSentence(text ?? '') || (isSpoken && /^\p{Lu}/u.test(text ?? ''));
    if (text !== undefined && isRead && /\p{L}{2}/u.test(text) && !isPath(text)) {
      const at = source.slice(0, node.start).split('\n').length;
      found.push({ at, text: text.trim().replaceAll(/\s+/g, ' ') });
    }
    for (const child of childrenOf(node)) look(child, isSpokenIn(node, child, isSpoken));
  };
  look(parseSync(path, source).program as unknown as Node, false);
  return found;
}

/** Whether a text there is one that somebody reads: in an attribute that is spoken, or among the children of an element. */
function isSpokenIn(node: Node, child: Node, isSpoken: boolean): boolean {
  if (node.type === 'JSXAttribute') return spoken.has(nameOf(node));
  if (child.type === 'JSXExpressionContainer') return true;
  return isSpoken && node.type !== 'CallExpression' && node.type !== 'MemberExpression';
}

/** An address on this server, shown as it is. */
const isPath = (text: string): boolean => /^\/\S*$/.test(text.trim());

/** Begins like a sentence, has words, and ends like one. */
const isSentence = (text: string): boolean => /^\p{Lu}.* .*[.?!]$/su.test(text.trim());

/** An error that only a mistake of ours throws, a line of the log, a description of the API. */
function isForProgrammers(node: Node): boolean {
  if (node.type === 'NewExpression') return /Error$/.test(String((node.callee as Node).name));
  if (node.type === 'CallExpression') {
    const { object, property } = node.callee as { object?: Node; property?: Node };
    const of = String(object?.name ?? (object?.property as Node | undefined)?.name ?? '');
    return of === 'log' && property !== undefined;
  }
  return node.type === 'Property' && described.has(nameOf({ ...node, name: node.key }));
}

function textOf(node: Node): string | undefined {
  if (node.type === 'JSXText') return String(node.value);
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node.type !== 'TemplateLiteral') return undefined;
  return (node.quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked).join('…');
}

const nameOf = ({ name }: Node): string => {
  const { name: inner, value } = (name ?? {}) as { name?: unknown; value?: unknown };
  return String(inner ?? value ?? '');
};

/** What the code of a refusal says: `ProblemWords`, which is read as a whole. */
const isRefusal = ({ properties }: Node): boolean =>
  (properties as { key?: Node }[]).some(({ key }) => key?.name === 'meaning');

/** The names of the texts of a room: the members of its `english`, in their groups. Tables by a code are held by types. */
function textsOf(path: string, source: string): string[] {
  const names: string[] = [];
  const take = ({ properties }: Node) => {
    for (const { key, value } of properties as { key: Node; value: Node }[]) {
      if (key?.type !== 'Identifier') continue;
      names.push(String(key.name));
      if (value.type === 'ObjectExpression' && !isRefusal(value)) take(value);
    }
  };
  walk(parseSync(path, source).program as unknown as Node, (node) => {
    const isEnglish = node.type === 'VariableDeclarator' && (node.id as Node).name === 'english';
    const init = node.init as Node | undefined;
    if (isEnglish && init) take(init.type === 'ObjectExpression' ? init : (init.expression as Node));
    return !isEnglish;
  });
  return names;
}

/**
 * Every name by which something of an object is read, `a.b`, `a?.b` or `{ b }`, and every text: a table of sentences by a
 * code is read by a code, which stands somewhere as a text.
 */
function namesReadIn(path: string, source: string): { names: string[]; literals: string[] } {
  const names: string[] = [];
  const literals: string[] = [];
  walk(parseSync(path, source).program as unknown as Node, (node, parent) => {
    if (node.type === 'MemberExpression') names.push(String((node.property as Node).name));
    if (node.type === 'Property' && parent?.type === 'ObjectPattern')
      names.push(String((node.key as Node).name));
    if (node.type === 'Literal' && typeof node.value === 'string') literals.push(node.value);
    return true;
  });
  return { names, literals };
}

/** Calls `visit` on each node, above first; what it answers `false` for isn't entered. */
function walk(node: Node, visit: (node: Node, parent: Node | undefined) => boolean, parent?: Node): void {
  if (!visit(node, parent)) return;
  for (const child of childrenOf(node)) walk(child, visit, node);
}

const childrenOf = (node: Node): Node[] =>
  Object.values(node)
    .flat()
    .filter((child): child is Node => typeof (child as Node | null)?.type === 'string');
