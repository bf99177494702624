/**
 * Collects this program's garbage before a time is taken. In the middle of one it stops the load for tens of
 * milliseconds, since the cores are busy with hashes, and the server would be blamed for it. Throws without `--expose-gc`.
 */
export function collectGarbage(): void {
  if (!globalThis.gc) throw new Error('Start the bench by `npm run bench`: it needs the flag --expose-gc.');
  void globalThis.gc();
}
