/** Loaded when the first passkey is looked at: with its readers of certificates it is too much for every start. */
export const loadVerifier = () => import('@simplewebauthn/server');

export const loadReaders = () => import('@simplewebauthn/server/helpers');
