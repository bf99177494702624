/**
 * Holds every file of the project to the rules about what no line may hold, and those of `src/` to their sizes, to the
 * tables of their own room, to asking no factor of another room by its name, and to saying nothing outside of words.ts.
 */
import { readFileSync } from 'node:fs';
import { findFactorFaults } from './factor-rules.ts';
import { listFiles } from './project-files.ts';
import { findSizeFaults } from './size-rules.ts';
import { findSourceFaults } from './source-rules.ts';
import { findTableFaults } from './table-rules.ts';
import { findWordFaults } from './word-rules.ts';

const texts = new Map(listFiles(/^(?!vendor\/)/).map((path) => [path, readFileSync(path, 'utf8')]));
const faults = [
  ...[...texts].flatMap(([path, text]) => findSourceFaults(path, text)),
  ...findSizeFaults(texts),
  ...findTableFaults(texts),
  ...findFactorFaults(texts),
  ...findWordFaults(texts),
];
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
