/** Reports the files of `src/` that may be a part of another one. It refuses none. */
import { readFileSync } from 'node:fs';
import { listFiles } from './project-files.ts';
import { findSmallFiles } from './size-rules.ts';

const sources = listFiles(/^src\//).map((path) => [path, readFileSync(path, 'utf8')] as const);
for (const sentence of findSmallFiles(new Map(sources))) console.log(sentence);
