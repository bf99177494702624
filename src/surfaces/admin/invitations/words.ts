function lifetime(hours: number): string {
  if (hours % 24 !== 0) return hours === 1 ? '1 hour' : `${hours} hours`;
  return hours === 24 ? '1 day' : `${hours / 24} days`;
}

export const english = {
  lead: 'An invitation goes to one email address and works once. Only its reader sees the link.',
  caption: 'Invitations, the newest first',
  create: 'Invite someone',
  tabs: { label: 'Which invitations', open: 'Open', all: 'All' },
  columns: {
    email: 'Email',
    state: 'State',
    roles: 'Roles',
    by: 'Invited by',
    sent: 'Sent',
    expires: 'Expires',
  },
  states: { open: 'Open', used: 'Accepted', revoked: 'Revoked', expired: 'Expired' },
  /** In the place of the address, which the account has now. */
  accepted: 'Accepted, now an account',
  byCommand: 'Command line',
  shown: (count: number) => (count === 1 ? '1 invitation' : `${count} invitations`),
  none: {
    open: {
      title: 'No open invitations',
      text: 'Invite someone, and the invitation waits here until they accept it.',
    },
    all: {
      title: 'Nobody was invited yet',
      text: 'Invite someone to create an account with their email address.',
    },
  },
  done: {
    sent: 'Invitation sent.',
    revoked: 'Invitation revoked. Its link no longer works.',
  },
  form: {
    title: 'Invite someone',
    lead: (hours: number) =>
      `The email has a link to create an account, or to sign in if they have one. It works once, for ${lifetime(hours)}.`,
    /** Where accounts are only for those who have one already. */
    closed:
      'Sign-up is closed on this server, so you can only invite people who already have an account with this address.',
    noMail: "This server can't send email yet, and an invitation is an email. Set `mail.url` to enable it.",
    email: 'Email address',
    note: 'Note (optional)',
    noteHint: "For other admins. It isn't in the email.",
    roles: 'Roles',
    rolesHint: 'They get these once they accept, if you may still grant them then.',
    submit: 'Send invitation',
  },
  revoke: {
    link: 'Revoke',
    title: 'Revoke this invitation?',
    consequences: [
      'The link in the email stops working.',
      'Nobody is told. You can invite them again at any time.',
    ],
    submit: 'Revoke invitation',
    over: "This invitation isn't open any more, so there's nothing to revoke.",
    back: 'Back to the invitations',
  },
};
