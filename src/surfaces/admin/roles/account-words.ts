/** The pages of what one account holds. */
export const english = {
  title: 'Roles',
  lead: 'Roles for the console say what this person may do here. Roles for apps are told to your apps.',
  held: 'Has',
  others: 'Can be given',
  columns: { role: 'Role', kind: 'For', change: 'Change' },
  none: { title: 'No roles yet', text: 'Choose one below.' },
  noOthers: 'There are no other roles',
  mayDoMore: "It may do things that your account can't",
  changeEnd: 'Change end date',
  fixed: {
    own: 'This is your own account, so another admin has to change its roles.',
    higher: "This person may do things that your account can't, so you can't change their roles.",
  },
  done: { granted: 'Role granted.', revoked: 'Role revoked.' },
  grant: {
    link: 'Grant',
    title: (role: string) => `Grant ${role}?`,
    until: 'Ends',
    submit: 'Grant role',
    save: 'Save end date',
    forConsole: (username: string) => [
      `${username} is signed out everywhere.`,
      "The next sign-in asks for a second factor, and adds one if there's none.",
      'The audit log says that you did it.',
    ],
    again: (username: string) => [
      `${username} keeps the role until the date that you choose.`,
      'They are signed out everywhere.',
      'The audit log says that you did it.',
    ],
    forApps: (username: string) => [
      `Your apps find it the next time they check a session of ${username}.`,
      'The audit log says that you did it.',
    ],
  },
  revoke: {
    link: 'Revoke',
    title: (role: string) => `Revoke ${role}?`,
    submit: 'Revoke role',
    forConsole: (username: string) => [
      `${username} can't do what this role allows from the next request on. They stay signed in.`,
      'API tokens that they made lose it too.',
      'The audit log says that you did it.',
    ],
    forApps: (username: string) => [
      `Your apps no longer find it the next time they check a session of ${username}.`,
      'The audit log says that you did it.',
    ],
  },
};
