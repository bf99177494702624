import { readFileSync } from 'node:fs';

/**
 * What we say of a requirement: `kept` (a test says so), `partly` (a test, and the reason names what is missing),
 * `open`, `not built` (it concerns what is not there), `elsewhere` (the deployment keeps it), `does not apply`.
 */
export const standings = ['kept', 'partly', 'open', 'not built', 'elsewhere', 'does not apply'] as const;

export type Standing = (typeof standings)[number];

export interface Requirement {
  /** Such as `V6.2.4`. */
  readonly id: string;
  /** 1 to 3. */
  readonly level: number;
  readonly requirement: string;
  readonly standing: Standing;
  /** Why it is not kept, or where; empty for what is kept. */
  readonly reason: string;
}

/** The rows of `requirements.csv`, in its order, which is that of the standard. Throws at a line that is none. */
export function readRequirements(): Requirement[] {
  const text = readFileSync(new URL('requirements.csv', import.meta.url), 'utf8');
  const [, ...lines] = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return lines.map(toRequirement);
}

function toRequirement(line: string): Requirement {
  const cells = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,"]*))/g)];
  const [id = '', level = '', requirement = '', said = '', reason = '', ...more] = cells.map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );
  const standing = standings.find((one) => one === said);
  if (!/^V\d+\.\d+\.\d+$/.test(id) || !/^L[123]$/.test(level) || !standing || more.length > 0)
    throw new Error(`requirements.csv: expected five cells: ${line}`);
  return { id, level: Number(level.slice(1)), requirement, standing, reason };
}
