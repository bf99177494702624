import type { ComponentChild } from 'preact';
import type { Rich } from '../../../kit/words/index.ts';
import type { BuiltInRole } from '../../../people/roles/index.ts';

/** What the built-in roles are for. */
const about: Readonly<Record<BuiltInRole, string>> = {
  administrator: 'Everything',
  support: "Helping people who can't sign in",
  operator: 'Running the server',
  auditor: 'Reading everything, changing nothing',
};

export const english = {
  lead: 'What people may do in this console, and what your apps are told about them.',
  caption: 'Roles, in alphabetical order',
  list: 'All roles',
  create: 'New role',
  columns: { role: 'Role', kind: 'For', permissions: 'Permissions', holders: 'People' },
  kinds: { admin: 'Console', app: 'Apps' },
  builtIn: 'Built in',
  about: (role: BuiltInRole) => about[role],
  permissions: 'Permissions',
  allOf: (count: number) => `All ${count}`,
  subjects: {
    see: 'Seeing people',
    help: 'Helping people',
    sensitive: 'Only in person, with a second factor',
    access: 'Roles, apps and tokens',
    server: 'Server',
  },
  lacking: "Your account doesn't have this",
  /** After an act. */
  done: { created: 'Role created.', changed: 'Permissions changed.', deleted: 'Role deleted.' },

  may: 'What it lets people do',
  nothing: {
    title: 'No permissions',
    text: "People with this role can't do anything in the console yet.",
  },
  forApps: (role: string) =>
    `Nothing in this console. Your apps find \`${role}\` in \`account.roles\` of \`GET /api/session\`, and only admins can change who has it.`,
  holders: {
    title: 'People with this role',
    none: { title: 'Nobody has this role', text: 'To give it to someone, open their page and choose Roles.' },
    columns: {
      person: 'Person',
      since: 'Since',
      until: 'Until',
      lastSignIn: 'Last sign-in',
      secondFactor: 'Second factor',
    },
    by: (username: ComponentChild): Rich => ['by ', username],
    forGood: 'No end date',
    hasFactor: 'Yes',
    noFactor: 'Not yet',
    shown: (shown: number, all: number) => `${shown} of ${all}`,
    toFirst: 'Back to the first page',
  },

  edit: {
    link: 'Edit permissions',
    submit: 'Save permissions',
    consequence: 'It counts at once for everyone who has the role.',
  },
  remove: {
    link: 'Delete role',
    title: (role: string) => `Delete ${role}?`,
    submit: 'Delete role',
    holders: (count: number) =>
      count === 0
        ? 'Nobody has this role.'
        : count === 1
          ? '1 person loses it at once.'
          : `${count} people lose it at once.`,
    invitations: 'Open invitations with this role no longer give it.',
    audit: 'The audit log keeps what it was and who deleted it.',
  },
  /** Why a role can't be changed by whoever looks at it. */
  builtInStays: 'Built-in roles stay as they are.',
  mayDoMore: "This role may do things that your account can't, so you can't change it or give it to anyone.",

  form: {
    title: 'New role',
    name: 'Name',
    nameHint: 'Lowercase letters, numbers, and . _ -, starting with a letter.',
    kind: 'What is it for?',
    kinds: {
      admin: { label: 'The console', hint: 'People with this role can do what you choose below.' },
      app: { label: 'Your apps', hint: 'A name that your apps are told, such as editor.' },
    },
    submit: 'Create role',
    onlyYours: 'You can only give what you have yourself.',
  },
};
