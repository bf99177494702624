import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/**
 * Collects this program's garbage before a time is taken. In the middle of one it stops the load for 50 ms, since
 * the cores are busy with hashes, and the server would be held guilty of it.
 */
export function collectGarbage(): void {
  collect();
}
