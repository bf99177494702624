import type { Flags } from '../config/index.ts';
import { rebuildWords } from '../operate/search/index.ts';
import { withDatabase } from './accounts/database.ts';
import { count, print } from './accounts/text.ts';
import { dataKeys } from './find-data.ts';

/** Indexes all accounts again and prints how many were found by something else before. */
export function rebuildSearch(flags: Flags): Promise<void> {
  return withDatabase(
    flags,
    async (services) => {
      const { total, changed } = await rebuildWords(services);
      await print(`Indexed ${count(total, 'account')}. The index was wrong for ${changed} of them.\n`);
    },
    [...dataKeys, 'search'],
  );
}
