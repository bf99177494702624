/**
 * Requests to other servers, whose addresses may come from strangers: webhooks, apps, their documents and keys. Whatever is asked
 * here goes out to the internet alone; a host of the own network is reached only where the caller names it.
 */
export { createOutbound, type OutboundParts } from './outbound.ts';
export type { Outbound, OutboundAnswer, OutboundCause, OutboundRequest } from './request.ts';
