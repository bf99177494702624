import type { TSchema } from 'typebox';
import { Type } from '../../kit/schema.ts';

/** How many rows of a list the API gives at most, and how many if nothing is said. */
const mostItems = 200;
const usualItems = 50;

/** A text to look for. PostgreSQL fails when it's to look for a NUL. */
interface Described {
  readonly description: string;
  readonly example: string | null;
}

export const wanted = ({ description, example }: Described) =>
  Type.Optional(
    Type.String({ minLength: 1, maxLength: 320, pattern: '^[^\u0000]*$', description, examples: [example] }),
  );

/** What every list is asked for besides its filters. */
export const paging = {
  limit: Type.Optional(
    Type.String({
      pattern: '^([1-9]\\d?|1\\d\\d|200)$',
      description: `How many to list, at most ${mostItems}; ${usualItems} if left out.`,
      examples: ['50'],
    }),
  ),
  cursor: Type.Optional(
    Type.String({
      maxLength: 2000,
      description:
        'The `next` of the page before, for the same filters and order. Left out for the first page.',
      examples: ['eyJiZWZvcmUiOjQ3MTF9.c2lnbmF0dXJl'],
    }),
  ),
};

export const limitOf = ({ limit }: { readonly limit?: string }): number =>
  limit === undefined ? usualItems : Number(limit);

/** A page of a list, and what the next one is asked for by. */
export const listOf = <Item extends TSchema>(item: Item) =>
  Type.Object({
    items: Type.Array(item),
    next: Type.Unsafe<string | null>({
      type: ['string', 'null'],
      description: 'What to send as `cursor` for the next page. It is null on the last.',
      examples: [null],
    }),
  });

/** A text that may be missing. */
export const textOrNull = ({ example, ...more }: Described & { readonly format?: string }) =>
  Type.Unsafe<string | null>({ type: ['string', 'null'], examples: [example], ...more });
