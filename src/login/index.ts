/**
 * Logging in: one explicit way from a name and a password to a session, for the API, the pages and the
 * workshop's requests alike. Nothing else opens a session.
 */

export { type AnswerForms, answerForms } from './answer-forms.ts';
export type { UnfinishedLogin } from './attempt.ts';
export { attemptCookieName } from './attempt-secret.ts';
export { loginPageRoutes } from './begin/page-routes.ts';
export { proveIdentity } from './begin/prove-identity.ts';
export { WithProviders, type WithProvidersProps } from './begin/with-providers.tsx';
export { sessionBrowserErrorRoute } from './browser-error/of-session.ts';
export { hasSecondFactor, isProtectedBy, offersFor, secondFactorsOf } from './factors.ts';
export { credentialFields, newPasswordField, readClock, sessionFields } from './fields.ts';
export { heldAttemptId } from './held-attempt.ts';
export { type FactorGuess, judgeFactor, type RightAnswer } from './judge/factor.ts';
export { noteClosed, noteTypedName } from './judge/note-answer.ts';
export { judgePasswordGuess } from './judge/password.ts';
export { safeNext } from './next.ts';
export { proofFrom } from './next-step.ts';
export { invalidCredentials, lastWayIn, loginProblems } from './problems.ts';
export { asking, type Requester } from './requester.ts';
export { loginRoutes } from './routes.ts';
export { mustHaveSecondFactor } from './second-factor-policy.ts';
export { advance } from './session/advance.ts';
export { continueLogin } from './session/continue-login.ts';
export { deliverStep, loggedInOrMore } from './session/deliver.ts';
export { endWeakSessions } from './session/end-weak-sessions.ts';
export { logout } from './session/logout.ts';
export type { CompleteLogin, SessionOptions } from './session/open-session.ts';
export { stayKnown } from './session/stay-known.ts';
export { refusalOfStranger } from './session/stranger.ts';
export { newTokenHeader, stepSchema } from './step-schema.ts';
export { openWays } from './steps/open-ways.ts';
export { requireWayIn } from './ways-in.ts';
export { type AccountRead, readAccount } from './why/account-read.ts';
export { type ExplainedTrail, explainTrail } from './why/explain-trail.ts';
export {
  findFacts,
  findNearNames,
  type PasswordFacts,
  passwordFacts,
  type SignInFacts,
} from './why/facts.ts';
export { judge, type Verdict } from './why/verdict.ts';
