import type { TSchema } from 'typebox';
import { Type } from '../../kit/schema.ts';

/** How many rows of a list the API answers at most, and by default. */
const mostItems = 200;
const usualItems = 50;

interface Described {
  readonly description: string;
  readonly example: string | null;
}

/** A text to look for. It holds no NUL, which PostgreSQL refuses. */
export const wanted = ({ description, example }: Described) =>
  Type.Optional(
    Type.String({ minLength: 1, maxLength: 320, pattern: '^[^\u0000]*$', description, examples: [example] }),
  );

/** The parameters of every list besides its filters. */
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

/** How many rows a request asks for. */
export const limitOf = ({ limit }: { readonly limit?: string }): number =>
  limit === undefined ? usualItems : Number(limit);

/** A text that may be missing. */
export const textOrNull = ({ example, ...more }: Described & { readonly format?: string }) =>
  Type.Unsafe<string | null>({ type: ['string', 'null'], examples: [example], ...more });

/** The cursor of the next page. */
export const next = Type.Unsafe<string | null>({
  type: ['string', 'null'],
  description: 'What to send as `cursor` for the next page. It is null on the last.',
  examples: [null],
});

/** A page of a list. */
export const listOf = <Item extends TSchema>(item: Item) => Type.Object({ items: Type.Array(item), next });
