/**
 * Moves all data between SQLite and PostgreSQL: copies it, compares both sides, and marks the old database so that no
 * server starts on it. The command opens the two databases.
 */
export { findMoveInTheWay, findObstacle, moveInWords, moveSentence, tryWriting } from './marks.ts';
export { type MovePhase, type MoveResult, moveData, rowsIn } from './move.ts';
export { leftOut, movedTables } from './moved-tables.ts';
export { reopen } from './reopen.ts';
export { findSealed } from './sealed.ts';
export { mostNamed, type Survey, survey } from './survey.ts';
