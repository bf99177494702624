import { latchkey } from '@latchkey/client';

/** Only an example takes the server from the page's address. Yours has it in the code. */
export const server = new URLSearchParams(location.search).get('api') ?? `http://${location.hostname}:5000`;

export const login = latchkey(server);
