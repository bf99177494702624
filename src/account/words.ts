import type { Wording } from '../kit/words/index.ts';

export const english = {
  notices: {
    data: 'Your data is saved.',
    session: 'The session is over.',
    sessions: 'All your other sessions are over.',
    email: 'A link is on its way to the address.',
    emailRemoved: 'There is no address any more.',
    password: 'Your password is changed, and all your other sessions are over.',
    passwordSet: 'Your password is set, and all your other sessions are over.',
  },
  gone: 'This account is gone.',
  enterCurrentPassword: 'Enter your current password.',
  passwordChangedMeanwhile: 'The password was changed by somebody else at the same moment.',
  passwordJustChanged: 'Your password was just changed. Sign in again.',
  noSuchSession: 'You have no session of this id. It may have ended already.',
  data: {
    document: 'Your JSON document',
    missing: 'The body is missing: send the document as JSON.',
    busy: 'Too many changes of this document at once. Try again.',
    sameVersion: "`If-None-Match` names the version that is stored, so it wasn't replaced.",
    stale: 'Your data was changed elsewhere since you read it. Read it again and repeat your change.',
  },
};

declare module '../kit/words/index.ts' {
  interface Words {
    readonly account: Wording<typeof english>;
  }
}
