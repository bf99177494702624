export const english = {
  /** In the navigation, and at the head of each page. */
  pages: {
    overview: 'Overview',
    accounts: 'People',
  },
  groups: { access: 'Access', server: 'Server' },
};
