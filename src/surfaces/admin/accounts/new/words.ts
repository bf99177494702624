export const english = {
  create: 'Add a person',
  title: 'Add a person',
  lead: 'Creates an account for someone else. They choose its password themselves.',
  username: 'Username (optional)',
  usernameHint: 'Left out, one is made from the email address.',
  email: 'Email address (optional)',
  emailHint: 'A link to choose a password goes there, which also verifies the address.',
  noMail: "This server can't send email yet, so leave the email address out.",
  withoutEmail:
    'Without an email address, run `latchkey accounts ask-new-password NAME` on the server afterwards. It prints a link to hand over.',
  submit: 'Create account',
};
