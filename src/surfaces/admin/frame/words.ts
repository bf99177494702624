export const english = {
  /** In the navigation, and at the head of each page. */
  pages: {
    overview: 'Overview',
    accounts: 'People',
    attempts: 'Sign-in attempts',
    export: 'Export',
    invitations: 'Invitations',
    roles: 'Roles',
    tokens: 'API tokens',
    apps: 'Apps',
    mail: 'Email',
    audit: 'Audit log',
    settings: 'Settings',
  },
  groups: { access: 'Access', server: 'Server' },
};
