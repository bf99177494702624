/** HTTP: routes as data, one server for all of them, refusals, cookies, origins. It knows no person. */
export { problemBody, sendProblem, setProblemHeaders } from './answer-problem.ts';
export { formType, jsonType, mergePatchType, readFields } from './body.ts';
export { type Client, clientOf, deviceInWords } from './client.ts';
export { cookie, cookieName, readCookie } from './cookies.ts';
export { mountRoutes } from './mount.ts';
export { isLoopbackHostname, type OriginCheck, originCheck } from './origins.ts';
export { addressKey, isLoopbackAddress, plainAddress } from './peer.ts';
export { busy, forbiddenOrigin, httpProblems, invalidRequest, notFound } from './problems.ts';
export { type Access, type Caller, type Context, type Route, type RouteKind, route } from './route.ts';
export { openApiDocument } from './openapi.ts';
export { createHttpServer } from './server.ts';
