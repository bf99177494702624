/** All with one prefix are of one length: tests compare the lengths of what is answered about two of them. */
let names = 10_000;

/** A username that no other test of this process has. */
export function freshName(prefix = 'person'): string {
  names += 1;
  return `${prefix}-${names}`;
}

/** Good enough for every rule. */
export const goodPassword = 'walrus teapot gravel ninth';
export const otherPassword = 'cobalt ferry sandal quince';
