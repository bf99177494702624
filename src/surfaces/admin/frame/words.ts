export const english = {
  /** In the navigation, and at the head of each page. */
  pages: {
    overview: 'Overview',
    accounts: 'People',
    attempts: 'Sign-in attempts',
    roles: 'Roles',
    mail: 'Email',
    audit: 'Audit log',
    settings: 'Settings',
  },
  groups: { access: 'Access', server: 'Server' },
};
