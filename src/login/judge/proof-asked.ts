import type { Say } from '../../kit/words/index.ts';

/**
 * Said where a code came without the proof of work that wrong ones have brought meanwhile. The code was not judged, so the
 * form comes back with it: a right one is never thrown away.
 */
export const proofAsked: Say = ({ login }) => login.onceMore.code;
