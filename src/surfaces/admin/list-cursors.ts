import type { Place } from '../../kit/keyset.ts';
import type { Services } from '../../kit/services.ts';
import { findPosition, type ListAsked, readCursor, writeCursor } from '../../operate/search/index.ts';

/** Where a page of a list begins or ends. */
export type ListPlace<Key> = Omit<Place<Key>, 'limit'>;

/** The cursors of the pages beside one; undefined where there are none. */
export interface Neighbours {
  readonly newer: string | undefined;
  readonly older: string | undefined;
}

/** Reads and writes the cursors of a list, which hold for the same filters alone. */
export function cursorsOf<Key extends string | number>(
  { secretKey }: Pick<Services, 'secretKey'>,
  of: ListAsked,
) {
  const write = (place: ListPlace<Key>) => writeCursor(secretKey, of, place);
  return {
    /** For a request of the API; throws `cursor-refused`. */
    read: (cursor: string | undefined): ListPlace<Key> =>
      cursor === undefined ? {} : readCursor<ListPlace<Key>>(secretKey, of, cursor),
    /** For a page of the console; undefined where the cursor can't be used, so that the route leads to the first page. */
    find: (cursor: string | null): ListPlace<Key> | undefined =>
      cursor === null ? {} : findPosition<ListPlace<Key>>(secretKey, of, cursor),
    beside: ({ newer, older }: { newer: Key | undefined; older: Key | undefined }): Neighbours => ({
      newer: newer === undefined ? undefined : write({ after: newer }),
      older: older === undefined ? undefined : write({ before: older }),
    }),
  };
}
