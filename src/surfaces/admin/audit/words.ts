import type { ComponentChild } from 'preact';
import type { Rich } from '../../../kit/words/index.ts';

export const english = {
  lead: 'What administrators, tokens and commands did on this server. Reading it is recorded too.',
  caption: 'Rows of the audit log, newest first',
  columns: { act: 'Act', actor: 'By', target: 'Target', reason: 'Reason', at: 'Time' },
  filter: {
    label: 'Filter the log',
    actor: 'By',
    actorHint: 'Username, email or ID',
    target: 'Target',
    act: 'Act',
    anyAct: 'Any act',
    since: 'Since',
    submit: 'Filter',
    clear: 'Clear filters',
  },
  rows: 'Rows',
  /** How many rows are shown, and of how many where nothing is filtered. */
  shown: (count: number) => (count === 1 ? '1 row' : `${count} rows`),
  nothing: {
    title: 'No matching rows',
    text: 'Check the spelling, or clear the filters to see the whole log.',
  },
  actors: { person: 'Person', token: 'API token', command: 'Command line', server: 'This server' },
  targets: {
    account: 'Account',
    role: 'Role',
    invitation: 'Invitation',
    token: 'API token',
    app: 'App',
    mail: 'Email',
    audit: 'Audit log',
    instance: 'This server',
  },
  /** The number of a row, before its time. */
  row: (seq: number) => `Row ${seq}`,
  from: (address: string, device: string) => [device, address].filter(Boolean).join(', '),
  details: 'Details',
  client: 'From',
  request: 'Request ID',
  head: {
    title: 'Verify the log',
    lead: (command: ComponentChild): Rich => [
      "Each row is chained to the one before it, so nobody can change, insert or delete one unseen. Keep the newest row somewhere this server can't reach. Later, ",
      command,
      ' shows whether anyone has rewritten the log, even someone who has both the database and the secret key.',
    ],
    newest: 'Newest row',
    check: 'Check the chain',
    checkFrom: 'Check from this row',
  },
};
