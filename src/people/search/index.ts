/**
 * The words that people are found by: their username, their addresses, and the values of their data that
 * `search.dataFields` names. They are written with what they come from, in its transaction. Who is found by them, and in
 * which order, is the business of `src/operate/search/`.
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
