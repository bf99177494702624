/** Finds and explains trails for an operator, by attempt or by account. */

export { findExplained, listExplained, listExplainedOf } from './find-trails.ts';
export { followTrails } from './follow.ts';
export { type EndedPart, followParts } from './follow-parts.ts';
