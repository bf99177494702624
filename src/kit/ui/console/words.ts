import type { ComponentChild } from 'preact';
import type { Rich, Wording } from '../../words/index.ts';

export const english = {
  /** Beside the name of the site. */
  name: 'Console',
  nav: 'Console',
  menu: 'Menu',
  yourAccount: 'Your account',
  signOut: 'Sign out',
  search: { label: 'Search people', placeholder: 'Username, email, ID or support code', submit: 'Search' },
  crumbs: 'You are here',
  actions: 'Actions',
  pages: { label: 'Pages', newer: 'Newer', older: 'Older' },
  danger: 'Danger zone',
  confirm: {
    consequences: 'What happens',
    reason: 'Reason',
    optionalReason: 'Reason (optional)',
    reasonHint: (least: number, most: number) =>
      `${least}–${most} characters. It's kept in the audit log, so leave out names and email addresses.`,
  },
  keys: {
    title: 'Keyboard shortcuts',
    open: 'Keyboard shortcuts',
    close: 'Close',
    search: 'Search people',
    help: 'Show this list',
    goTo: (page: string) => `Go to ${page}`,
    /** Two keys, one after the other. */
    inTurn: (first: ComponentChild, second: ComponentChild): Rich => [first, ' then ', second],
  },
};

declare module '../../words/index.ts' {
  interface Words {
    readonly console: Wording<typeof english>;
  }
}
