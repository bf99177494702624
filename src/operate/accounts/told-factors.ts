import type { HeldFactor } from '../../factors/index.ts';
import type { Words } from '../../kit/words/index.ts';

/** What an account signs in with besides its password: in words, and as members of JSON. */
export interface ToldFactors {
  readonly said: readonly string[];
  readonly facts: Readonly<Record<string, number | boolean>>;
}

export function tellFactors(words: Words, held: readonly HeldFactor[]): ToldFactors {
  const told = held.map(({ own, shown }) => own.told(shown, words));
  return {
    said: told.flatMap(({ said }) => said ?? []),
    facts: Object.assign({}, ...told.map(({ facts }) => facts)),
  };
}
