/** Holds every file of the project to the rules about what no line may hold. */
import { readFileSync } from 'node:fs';
import { listFiles } from './project-files.ts';
import { findSourceFaults } from './source-rules.ts';

const faults = listFiles(/^(?!vendor\/)/).flatMap((path) =>
  findSourceFaults(path, readFileSync(path, 'utf8')),
);
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
