/**
 * The one way to change who gets into an account: by whom each change may be made, what it ends, and in which order.
 * What a change is, its room says; making an account and opening a session are the login's.
 */
export { type ActEvent, act, type Changed } from './act.ts';
export type { BySession } from './by.ts';
export type { OperatorAct } from './kinds.ts';
