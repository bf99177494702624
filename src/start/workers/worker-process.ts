/** The process of a worker, which the primary starts; as `bin/latchkey.js` prepares that of the primary. */
import { enableCompileCache } from 'node:module';
import { setFlagsFromString } from 'node:v8';

enableCompileCache();
setFlagsFromString('--semi-space-growth-factor=1');
const { runWorker } = await import('./worker.ts');
await runWorker();
setFlagsFromString('--semi-space-growth-factor=2');
