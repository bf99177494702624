import { createHmac } from 'node:crypto';

/** How many stored hashes were made with which parameters: `$argon2id$v=19$m=19456,t=2,p=1$`. */
export type ParameterCounts = ReadonlyMap<string, number>;

const parametersForm = /^\$argon2id\$v=19\$m=\d+,t=\d+,p=\d+\$/;

/** The part of a PHC string that stands before the salt; undefined for one that is damaged. */
export function parametersOf(phc: string): string | undefined {
  return parametersForm.exec(phc)?.[0];
}

/**
 * Chooses the parameters of the hash that is computed for a name that nobody has. When they were raised, or hashes
 * came with an import, accounts that have not logged in since keep their old ones, and the time of a refusal would
 * tell these names. So each name gets one of the sets in use, as often as it is in use and the same every time.
 */
export function createDecoys(secretKey: string, present: string) {
  let shares: readonly (readonly [string, number])[] = [[present, 1]];
  let total = 1;
  return {
    /** A hash that no password fits. */
    hashFor(name: string): string {
      let left = fractionOf(secretKey, name) * total;
      const share = shares.find(([, count]) => {
        left -= count;
        return left < 0;
      });
      return `${share?.[0] ?? present}${unpadded(16)}$${unpadded(32)}`;
    },
    /** The present parameters stand first, so that names move on to them as accounts do when they are rehashed. */
    learn(counts: ParameterCounts): void {
      const others = [...counts].filter(([parameters]) => parameters !== present).toSorted();
      shares = [[present, counts.get(present) ?? 0], ...others];
      total = shares.reduce((sum, [, count]) => sum + count, 0);
    },
  };
}

/** From 0 to 1, the same for a name each time; nobody can tell it without the key. */
function fractionOf(secretKey: string, name: string): number {
  return createHmac('sha256', secretKey).update(`decoy\n${name}`).digest().readUIntBE(0, 6) / 2 ** 48;
}

function unpadded(zeros: number): string {
  return Buffer.alloc(zeros).toString('base64').replaceAll('=', '');
}
