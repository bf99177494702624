/**
 * Finds people for operators: by words, operators and cursors, in bounded work however many there are. The words
 * themselves are written by `src/people/search/`, with what they come from.
 */
export { findPosition, type ListAsked, readCursor, writeCursor } from './cursor.ts';
export { findPeople, type PeopleQuery, type Position, type Total } from './find-people.ts';
export type { SearchServices } from './operators.ts';
export { type Sort, sorts } from './order.ts';
export { cursorRefused, searchProblems, unknownOperator } from './problems.ts';
export { rebuildWords, refreshWords } from './rebuild.ts';
