/**
 * Moving all data between SQLite and PostgreSQL: what is copied, how both sides are compared, and the marks that keep a
 * server off a place whose data is elsewhere. Opening the two databases is the business of the command.
 */
export { findMoveInTheWay, findObstacle, moveSentence, tryWriting } from './marks.ts';
export { type MovePhase, type MoveResult, moveData, rowsIn } from './move.ts';
export { leftOut, movedTables } from './moved-tables.ts';
export { reopen } from './reopen.ts';
export { findSealed } from './sealed.ts';
export { mostNamed, type Survey, survey } from './survey.ts';
