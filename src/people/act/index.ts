/**
 * The one way to change who gets into an account: by whom each change may be made, what it ends, and in which order.
 * What a change is, its room says; making an account and opening a session are the login's.
 */
export { type ActEvent, act, type Changed, type Done, type Unchanged } from './act.ts';
export type { By, ByAttempt, ByLink, ByOperator, BySession } from './by.ts';
export type { ActKind } from './kinds.ts';
