import type { Wording } from '../../kit/words/index.ts';
import { english as newAccount } from './accounts/new/words.ts';
import { english as accounts } from './accounts/words.ts';
import { english as apps } from './apps/words.ts';
import { english as attempts } from './attempts/words.ts';
import { english as audit } from './audit/words.ts';
import { english as exported } from './export/words.ts';
import { english as frame } from './frame/words.ts';
import { english as invitations } from './invitations/words.ts';
import { english as mail } from './mail/words.ts';
import { english as overview } from './overview/words.ts';
import { english as accountRoles } from './roles/account-words.ts';
import { english as roles } from './roles/words.ts';
import { english as settings } from './settings/words.ts';
import { english as tokens } from './tokens/words.ts';

export const english = {
  accountRoles,
  accounts,
  apps,
  attempts,
  audit,
  export: exported,
  frame,
  invitations,
  mail,
  newAccount,
  overview,
  roles,
  settings,
  tokens,
  /** When a role or a token ends by itself. */
  ends: {
    hint: 'It ends with that day, in UTC.',
    never: 'No end date',
    after: (days: number, date: string) => `${days === 1 ? '1 day' : `${days} days`}, until ${date}`,
  },
  setup: {
    title: 'Set up this server',
    lead: (username: string) =>
      `You're signed in as ${username}. Enter the setup secret to become the administrator.`,
    secret: 'Setup secret',
    hint: 'The value of `admin.setupSecret` in the configuration of this server.',
    submit: 'Become the administrator',
    after: "You'll be signed out. Sign in again with a second factor to open the console.",
  },
};

declare module '../../kit/words/index.ts' {
  interface Words {
    readonly admin: Wording<typeof english>;
  }
}
