import type { Identity } from '../../factors/outside/index.ts';

/** What its owner knows an identity by: the address or the username that they have there. */
export const labelOf = ({ email, username }: Identity): string | null => email ?? username ?? null;
