/**
 * Logging in: one explicit way from a name and a password to a session, for the API, the pages and the
 * workshop's requests alike. Nothing else opens a session.
 */
export { advance } from './advance.ts';
export { type Asker, asking } from './asker.ts';
export type { UnfinishedLogin } from './attempt.ts';
export { deliverStep, loggedInOrMore } from './deliver.ts';
export { endWeakSessions } from './end-weak-sessions.ts';
export { hasSecondFactor, loginFactors, offersFor, secondFactorsOf } from './factors.ts';
export { credentialFields, newPasswordField, sessionFields } from './fields.ts';
export { goOn } from './go-on.ts';
export { heldAttemptId } from './held-attempt.ts';
export { type FactorGuess, judgeFactor, type RightAnswer } from './judge/factor.ts';
export { noteTypedName } from './judge/note-answer.ts';
export { judgePasswordGuess } from './judge/password.ts';
export { safeNext } from './next.ts';
export { proofFrom } from './next-step.ts';
export type { CompleteLogin, SessionWish } from './open-session.ts';
export { openWays } from './open-ways.ts';
export { loginPageRoutes } from './page-routes.ts';
export { invalidCredentials, lastWayIn, loginProblems } from './problems.ts';
export { proveIdentity } from './prove-identity.ts';
export { loginRoutes } from './routes.ts';
export { mustHaveSecondFactor } from './second-factor-policy.ts';
export { stayKnown } from './stay-known.ts';
export { requireWayIn } from './ways-in.ts';
export { type ExplainedTrail, explainTrail } from './why/explain-trail.ts';
export {
  findFacts,
  type PasswordFacts,
  passwordFacts,
  type SignInFacts,
} from './why/facts.ts';
export { judge, type Verdict } from './why/verdict.ts';
export { notesOn, verdictInWords } from './why/words.ts';
