/**
 * The installation: what tells the secrets that its database was made under from others. It holds none of them, and
 * what follows from a wrong one is decided at the start.
 */
export { checkOf, fitsCheck } from './secret-key.ts';
export { addCheck, findCheck, setCheck } from './store.ts';
