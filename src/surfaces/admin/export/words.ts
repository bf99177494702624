import type { PeopleFormat } from '../../../operate/accounts-file/index.ts';

export const english = {
  title: 'Export people',
  lead: 'Download a list of everyone who has an account.',
  what: {
    title: "What's in the file",
    included: 'Included',
    fields: 'ID, username, email addresses, state, sign-up date and last sign-in',
    never: 'Never included',
    secrets: 'Passwords, second factors, sessions and app data',
    recorded: 'In the audit log',
    record: 'Who exported, when and how many people',
  },
  formats: {
    csv: { title: 'CSV', text: 'For spreadsheets. Cells that look like a formula start with an apostrophe.' },
    jsonl: { title: 'JSON Lines', text: 'For programs. One JSON object per line.' },
  } satisfies Readonly<Record<PeopleFormat, { title: string; text: string }>>,
  download: (format: string) => `Download ${format}`,
};
