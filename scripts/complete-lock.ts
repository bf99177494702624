/**
 * Adds to the lock file the packages for other platforms that npm left out. npm drops an optional package that the
 * registry in use does not have, and then refuses its own lock file: `npm ci` fails, here and on those platforms.
 * Run it after `npm install`; a test says when it is needed.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { completeLock, type LockFile } from './check/lock-rules.ts';

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as LockFile;
const { completed, added } = completeLock(lock);
if (added.length > 0) writeFileSync('package-lock.json', `${JSON.stringify(completed, null, 2)}\n`);
for (const path of added) console.log(`Added ${path}`);
