/** HTTP: routes as data, one server for all of them, refusals, cookies, origins. It knows no person. */
export { databaseAway, setProblemHeaders } from './answer-problem.ts';
export { formType, jsonType, mergePatchType } from './body.ts';
export { type Actor, type Client, clientOf } from './client.ts';
export { cookie, cookieName, readCookie, readCookies } from './cookies.ts';
export { namesETag, type Preconditions, preconditionsOf } from './entity-tags.ts';
export { buttonOf, formBy, formOf, formsOf, linesOf } from './form/form.ts';
export { readFormData } from './form/form-data.ts';
export { ownerField, ownerIn } from './form/form-owner.ts';
export type { Looking } from './looking.ts';
export { mountRoutes } from './mount.ts';
export {
  type ApiDescription,
  type DescribedApi,
  type Operation,
  openApiDocument,
} from './openapi/document.ts';
export { hostCheck, isLoopbackHost } from './origin/hosts.ts';
export { isOfAnotherSite, type OriginCheck, originCheck } from './origin/origins.ts';
export { readWebOrigin } from './origin/web-origin.ts';
export {
  addressKey,
  addressList,
  isLoopbackAddress,
  peerAddress,
  plainAddress,
  socketAddress,
} from './peer.ts';
export {
  busy,
  httpProblems,
  impersonationRefused,
  invalidRequest,
  notFound,
  otherAccount,
  otherLogin,
} from './problems.ts';
export { queryOf, textIn } from './query.ts';
export {
  type Administrator,
  type ByKey,
  type Caller,
  type Impersonating,
  isPermissionName,
  type KeyScopeName,
  operationName,
  type Route,
  type RouteDescription,
  type RouteKind,
  route,
  type SignedIn,
} from './route.ts';
export { routeOf } from './route-of.ts';
export type { Refused } from './server.ts';
