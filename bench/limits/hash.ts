/** The limit of logins: nothing but the hash, as many at once as cores. Sends how many it does a second. */
import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';
import { hashParameters, password } from '../people.ts';

const milliseconds = Number(process.env.SECONDS) * 1000;
const stored = await hash(password, hashParameters);
let done = 0;
const start = performance.now();
const end = start + milliseconds;

async function work(): Promise<void> {
  while (performance.now() < end) {
    if (!(await verify(stored, password))) throw new Error('The hash does not fit.');
    done += 1;
  }
}

await Promise.all(Array.from({ length: availableParallelism() }, work));
process.send?.((done / (performance.now() - start)) * 1000);
