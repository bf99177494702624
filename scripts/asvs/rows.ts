import { readFileSync } from 'node:fs';
import { listFiles } from '../check/project-files.ts';
import { findNamedTests, type NamedTest } from './named-tests.ts';
import { type Requirement, readRequirements } from './requirements.ts';

/** A requirement with the tests that bear its id. */
export interface Row extends Requirement {
  /** How many names of tests bear the id, by file. */
  readonly tests: ReadonlyMap<string, number>;
}

/**
 * Lays the tests beside the requirements. What is said to be open or not built counts as kept from the day on which
 * a test bears its id, so that a new feature need not touch the list.
 */
export function layBeside(requirements: readonly Requirement[], named: readonly NamedTest[]): Row[] {
  return requirements.map((requirement) => {
    const tests = new Map<string, number>();
    for (const { file, ids } of named) {
      if (ids.includes(requirement.id)) tests.set(file, (tests.get(file) ?? 0) + 1);
    }
    const isNews = tests.size > 0 && ['open', 'not built'].includes(requirement.standing);
    return { ...requirement, ...(isNews && { standing: 'kept', reason: '' }), tests };
  });
}

/** Tells what does not fit together, each as a sentence. */
export function findAsvsFaults(rows: readonly Row[], named: readonly NamedTest[]): string[] {
  const ids = new Set(rows.map(({ id }) => id));
  const strangers = named.flatMap(({ file, ids: borne }) =>
    borne.filter((id) => !ids.has(id)).map((id) => `${file}: a test names ${id}, which isn't a requirement`),
  );
  const faults = rows.flatMap(({ id, standing, reason, tests }) => {
    if (['kept', 'partly'].includes(standing) && tests.size === 0)
      return [`${id} is ${standing}, but no test names it`];
    if (standing === 'does not apply' && tests.size > 0) return [`${id} doesn't apply, but a test names it`];
    if (standing !== 'kept' && reason === '') return [`${id} is ${standing}, but has no reason`];
    return [];
  });
  return [...strangers, ...faults];
}

/** The list and the tests of this project as they are now. */
export function readAsvs(): { rows: Row[]; faults: string[] } {
  const named = listFiles(/\.test\.tsx?$/).flatMap((file) =>
    findNamedTests(file, readFileSync(file, 'utf8')),
  );
  const rows = layBeside(readRequirements(), named);
  return { rows, faults: findAsvsFaults(rows, named) };
}
