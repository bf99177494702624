import { quoted, type Wording } from '../../kit/words/index.ts';

export const english = {
  unknown: (operator: string) =>
    `${quoted(operator)} isn't a search operator. To search for text with a colon, leave the colon out.`,
  wrongValue: (given: string, takes: string) => `${quoted(given)} can't be searched for. Use ${takes}.`,
  tooMany: (most: number) => `A search can have at most ${most} operators. Leave some out.`,
  takes: {
    is: (states: string) => `\`is:\` with one of ${states}`,
    has: (factors: string) => `\`has:\` with one of ${factors}`,
    role: 'the name of a role, such as `role:support`',
    date: 'a date such as `after:2026-11-29`',
    address: 'an IP address, or a network such as `address:192.0.2.0/24` or `address:2001:db8:1:2::/64`',
    attempt: 'an attempt ID or a support code, such as `attempt:7K3M-Q2XV-9D4T`',
  },
  problems: {
    unknownOperator: {
      title: 'Unknown search operator',
      meaning:
        "The search contains a word with a colon that isn't a search operator, a value that it doesn't take, or too many operators.",
      remedy: 'Correct the operator named in the answer, or leave it out.',
    },
    cursorRefused: {
      title: "This cursor can't be used",
      meaning:
        'The cursor was changed, or belongs to another list, or to the same one with another search, filter or sort order.',
      remedy: 'Start again from the first page.',
    },
  },
} as const;

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly search: Wording<typeof english>;
  }
}
