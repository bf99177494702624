/**
 * The words that people are found by: their username, their addresses, and the values of their data that
 * `search.dataFields` names. They are written in the transaction that writes what they come from. Whom they
 * find, and in which order, is up to `src/operate/search/`.
 */
export type { SearchFields } from './lines.ts';
export {
  areFieldsWritten,
  estimatePeople,
  findSample,
  noteFieldsWritten,
  takeSample,
} from './state.ts';
export { insertWords, presentWords, putAddress, putData, putUsername, rewriteWords } from './store.ts';
