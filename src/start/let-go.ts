import { Session } from 'node:inspector/promises';

/**
 * Gives back the memory that only the start needed, once it is over: a collection that moves together what lives, and lets go of
 * the pages in between. V8 does so by itself only when memory is short. It stops the process once, for 30 to 50 ms.
 */
export async function letGoOfStart(): Promise<void> {
  const session = new Session();
  session.connect();
  await session.post('HeapProfiler.collectGarbage');
  session.disconnect();
}
