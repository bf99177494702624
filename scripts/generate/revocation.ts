import { type Act, acts, type Held, held, matrix } from '../../test/faults/revocation-table.ts';

const head = `<!-- Made from test/faults/revocation-table.ts by "npm run generate". -->
# What ends when

Whatever somebody may hold, and what becomes of it when an account does something. What dies is dead when the act is
answered, in every process, on both databases: nothing is cached. \`test/faults/revocation.test.ts\` does each act at one
of two servers, and uses each thing at both at once after the answer.
`;

/** The reference of what each act ends; each reason is told once, below. */
export function makeRevocationReference(): string {
  const reasons: string[] = [];
  const cellOf = (act: Act, kind: Held): string => {
    const [word = '', reason] = matrix[act][kind].split(/: (.*)/);
    const shown = word === 'dies' ? '**dies**' : word === 'none' ? '–' : word;
    if (reason === undefined) return shown;
    if (!reasons.includes(reason)) reasons.push(reason);
    return `${shown} (${reasons.indexOf(reason) + 1})`;
  };
  const kinds = Object.keys(held) as Held[];
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rows = (Object.keys(acts) as Act[]).map((act) =>
    row([acts[act], ...kinds.map((kind) => cellOf(act, kind))]),
  );
  const table = [
    row(['somebody …', ...kinds.map((kind) => held[kind])]),
    `|${'---|'.repeat(kinds.length + 1)}`,
    ...rows,
  ];
  const notes = reasons.map((reason, at) => `${at + 1}. ${reason[0]?.toUpperCase()}${reason.slice(1)}.`);
  return [head, ...table, '', ...notes, ''].join('\n');
}
