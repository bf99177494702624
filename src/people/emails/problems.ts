import { type ProblemDefinition, problem } from '../../kit/problem.ts';

export const emailRefused: ProblemDefinition = {
  code: 'email-refused',
  status: 422,
  title: 'This is no e-mail address',
  meaning: 'No mail could be sent to what was given as an e-mail address.',
  remedy: 'The answer says what is wrong with it. An address looks like ada@example.com.',
};

export const emailNeeded: ProblemDefinition = {
  code: 'email-needed',
  status: 422,
  title: 'An e-mail address is needed',
  meaning: 'On this site no account is registered without an e-mail address.',
  remedy: 'Send an address that you can read mail of as "email": a link is sent there.',
};

export const emailTaken: ProblemDefinition = {
  code: 'email-taken',
  status: 409,
  title: 'This address belongs to another account',
  meaning:
    'The link was right, but meanwhile another account has confirmed this address. An address belongs to one account at most.',
  remedy:
    'If the other account is yours too, remove the address there first, then ask for it here again. Otherwise use another address.',
};

export const linkOver: ProblemDefinition = {
  code: 'link-over',
  status: 410,
  title: 'This link is over',
  meaning:
    'The link or code from a mail was used already, is too old, was replaced by a newer one, or was never sent from here. Which of these it is stays unsaid.',
  remedy: 'Ask for a new mail and use the newest one that you get. Copy the whole code if you paste it.',
};

/** What a person is told; the page of the code says more. */
export function linkIsOver() {
  return problem(
    linkOver,
    'This link was used already, is too old, or was replaced by a newer one. Use that, or ask for a new one.',
  );
}

export const mailOff: ProblemDefinition = {
  code: 'mail-off',
  status: 503,
  title: 'This server sends no mail',
  meaning: 'What you asked for needs a mail, and nobody has told this server how to send one.',
  remedy:
    'Ask whoever runs this server. Who runs it names a mail server in the configuration; the guide to e-mail says how.',
};

export const emailProblems: readonly ProblemDefinition[] = [
  emailRefused,
  emailNeeded,
  emailTaken,
  linkOver,
  mailOff,
];
