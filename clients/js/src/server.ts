/**
 * For backends: who has sent a request.
 *
 *     const { whoIs } = backend('https://login.example.com');
 *     const who = await whoIs(request);  // { account, session }, or null
 */
export type { Code } from './codes.ts';
export { Refusal } from './refusal.ts';
export type { Asked } from './server/asked.ts';
export type {
  Access,
  GuardedResponse,
  ProtectedResource,
  ResourceOptions,
} from './server/protect-resource.ts';
export { protectResource } from './server/protect-resource.ts';
export type { TokenClaims, TokenOptions } from './server/verify-token.ts';
export { InvalidToken, verifyToken } from './server/verify-token.ts';
export type { Backend, BackendOptions } from './server/who-is.ts';
export { backend } from './server/who-is.ts';
export type { Account, Session, SignedIn } from './types.ts';
