import { readdirSync, readFileSync } from 'node:fs';

/** A fenced block of a document. */
export interface Block {
  readonly document: string;
  /** The line of its opening fence, from 1. */
  readonly line: number;
  /** What stands after the fence: `sh run`, `json latchkey.config.json`, `text`. */
  readonly info: string;
  readonly text: string;
}

/** A comment `<!-- given: … -->`: what has happened on the reader's server before the next block. */
export interface Given {
  readonly given: string;
}

export const documents: readonly string[] = [
  'README.md',
  ...readdirSync('docs/guide').map((name) => `docs/guide/${name}`),
];

/** What a document holds for the tests, from top to bottom. */
export function partsOf(document: string): (Block | Given)[] {
  const source = readFileSync(document, 'utf8');
  const found = source.matchAll(/^```([^\n`]*)\n(.*?)^```$|^<!-- given: (.*?) -->$/gms);
  return [...found].map(({ index, 1: info = '', 2: text = '', 3: given }) =>
    given === undefined
      ? { document, line: source.slice(0, index).split('\n').length, info, text }
      : { given },
  );
}

export const isBlock = (part: Block | Given): part is Block => 'info' in part;

export const blocksOf = (document: string): Block[] => partsOf(document).filter(isBlock);

/** Where a block stands, as editors take it. */
export const placeOf = ({ document, line }: Block): string => `${document}:${line}`;

/**
 * Who tries a block. Every block of the documents belongs to exactly one of them, by what stands after its fence; the
 * test that is named tries all of its blocks.
 */
const claims = {
  /** Sent to a server: test/flows/guide.test.ts. */
  request: /^sh run$/,
  /** Typed on a machine: test/flows/guide-commands.test.ts. */
  command: /^sh cli( exit \d)?$/,
  /** Lies on that machine, under the name behind the fence: test/flows/guide-commands.test.ts. */
  file: /^(sh|json|yaml) (registered\.json|\/usr\/local\/bin\/latchkey|\/etc\/latchkey\/apps\.yaml)$/,
  /** Taken by the reader of configurations: test/flows/guide.test.ts. */
  settings: /^(json|sh) \S*latchkey\.(config\.json|env)$/,
  /** Run by PostgreSQL: test/flows/guide.test.ts. */
  sql: /^sql$/,
  /** A unit of systemd: test/flows/guide-commands.test.ts starts what it starts. */
  unit: /^ini \S*latchkey\.service$/,
  /** Runs in Chromium, in a page at another port: test/browser/guide.test.ts. */
  page: /^js page$/,
  /** A site of files in Chromium, on another domain: test/browser/static-site.test.ts. */
  site: /^(html index\.html|js site\.js)$/,
  /** A server of the standard library alone: test/outside/backend-guide.test.ts. */
  backend: /^(python server\.py|go server\.go)$/,
  /**
   * A file of examples/, which test/flows/backend-guide.test.ts compares; it is started there, by test/browser/client.test.ts or
   * by test/outside/backend-guide.test.ts.
   */
  example:
    /^(js|jsx|vue|svelte|python) (node|express|fastify|hono|nextjs|react|vue|svelte|fastapi|flask)\/\S+$/,
  /** A program that signs somebody in: test/flows/program-guide.test.ts and test/outside/program-guide.test.ts. */
  program: /^(js (login|device)\.mjs|python device\.py)$/,
  /** Part of a mobile app: test/flows/program-guide.test.ts. */
  mobile: /^js sign-in\.js$/,
  /** An MCP server: test/clients/mcp.test.ts. */
  tools: /^js tools\.mjs$/,
  /** A client made from the API's description: test/outside/generated-client.test.ts. */
  client: /^(sh client|ts client\.ts)$/,
  /** A real proxy in front of a server: test/outside/guide-proxies.test.ts. */
  proxy: /^(caddy \S*Caddyfile|nginx \S*latchkey\.conf)$/,
  /** Run by CI on a fresh clone: test/house/commands.test.ts. */
  ci: /^sh ci$/,
} as const;

export type Claim = keyof typeof claims;

/** Who tries a block that stands behind another one; undefined if nobody does. */
export function claimOf({ info }: Block, before?: Block): Claim | 'answer' | undefined {
  if (/^(json|http|text)$/.test(info)) {
    return before && ['request', 'command', 'page', 'program', 'ci'].includes(claimOf(before) ?? '')
      ? 'answer'
      : undefined;
  }
  return (Object.keys(claims) as Claim[]).find((claim) => claims[claim].test(info));
}

/** All blocks that belong to one test, in all documents or in one. */
export const blocksClaimedBy = (claim: Claim, among: readonly string[] = documents): Block[] =>
  among.flatMap(blocksOf).filter((block) => claimOf(block) === claim);

/** A block with the answer that its document shows for it, if it shows one. */
export interface Shown {
  readonly block: Block;
  readonly answer: Block | undefined;
}

export function withAnswers(document: string, claim: Claim): Shown[] {
  const blocks = blocksOf(document);
  return blocks.flatMap((block, at) => {
    const next = blocks[at + 1];
    const answer = next && claimOf(next, block) === 'answer' ? next : undefined;
    return claimOf(block) === claim ? [{ block, answer }] : [];
  });
}
