/** Holds the files of `src/` to the rules of the house about imports. */
import { readFileSync } from 'node:fs';
import { shippedPackages } from './dependencies.ts';
import { findImportFaults } from './import-rules.ts';
import { listFiles } from './project-files.ts';

const sources = listFiles(/^src\/.*\.tsx?$/).map((path) => [path, readFileSync(path, 'utf8')] as const);
const faults = findImportFaults(new Map(sources), shippedPackages());
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
