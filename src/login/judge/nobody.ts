/** Looked up where there is no account, so that a name without one asks the database as often (ASVS V6.3.8). */
export const nobody = '';
