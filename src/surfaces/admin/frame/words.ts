export const english = {
  /** In the navigation, and at the head of each page. */
  pages: {
    overview: 'Overview',
  },
  groups: { access: 'Access', server: 'Server' },
};
