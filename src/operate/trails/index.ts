/** The trails as an operator looks at them: found by an attempt's name or by an account, and explained. */
export { findExplained, listExplained, listExplainedOf } from './find-trails.ts';
