import { readFileSync } from 'node:fs';

/** The sections of docs/dependencies.md, which says why each package is there and what becomes of it. */
export const sections = {
  installed: 'What is installed beside it',
  built: 'What is built into it',
  tools: 'What builds and tests it',
  api: "What checks the API's description",
  clients: 'What signs in to it in the tests',
  peers: 'What the bench asks beside it',
  vendored: 'What is taken as a built file',
} as const;

type Section = (typeof sections)[keyof typeof sections];

/** The rows of a section's table, each as its cells. */
export function rowsOf(section: Section): string[][] {
  const page = readFileSync('docs/dependencies.md', 'utf8');
  const text = page.split(/^## /m).find((part) => part.startsWith(`${section}\n`)) ?? '';
  return text
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map((cells) => cells.slice(1, -1));
}

/** The packages of a section. */
export function namesOf(section: Section): string[] {
  return rowsOf(section).map(([name = '']) => name.replaceAll('`', ''));
}

/** The packages that the server may import. */
export function shippedPackages(): ReadonlySet<string> {
  return new Set([...namesOf(sections.installed), ...namesOf(sections.built)]);
}
