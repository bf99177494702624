import type { Identity } from '../../people/outside/index.ts';

/** What its owner knows an identity by: the address or the username that they have there. */
export const labelOf = ({ email, username }: Identity): string | null => email ?? username ?? null;
