/**
 * Names that somebody tried and nobody has, for an hour and as keyed hashes: so that an operator hears that it was a slip
 * of the finger. They decide nothing, and nobody can read them.
 */
export { createNearNames, type NearNameKeeper } from './keeper.ts';
export { countNearNames, deleteOldNearNames } from './store.ts';
