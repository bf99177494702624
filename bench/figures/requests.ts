import { loginRequest, sessionRequest } from '../load/http-client.ts';
import { password, tokenOf, usernameOf } from '../people.ts';

/** Session checks of people at random, so that no account is nearer than another. */
export function randomSessionChecks(accounts: number): () => Buffer {
  const requests = Array.from({ length: Math.min(accounts, 50_000) }, (_, index) =>
    sessionRequest(tokenOf(Math.floor((index * accounts) / Math.min(accounts, 50_000)))),
  );
  return () => requests[Math.floor(Math.random() * requests.length)] ?? Buffer.alloc(0);
}

/** Logins of people at random, so that no account is nearer than another. */
export function randomLogins(accounts: number): () => Buffer {
  return () => loginRequest(usernameOf(Math.floor(Math.random() * accounts)), password);
}

/** Logins with the right password, of one person after the other. */
export function logins(accounts: number): () => Buffer {
  const requests = Array.from({ length: accounts }, (_, index) => loginRequest(usernameOf(index), password));
  let next = 0;
  return () => requests[next++ % requests.length] ?? Buffer.alloc(0);
}
