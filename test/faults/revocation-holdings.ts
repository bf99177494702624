import { expect } from 'vitest';
import { useApp } from '../support/app-at-two.ts';
import { beginSignIn } from '../support/app-client.ts';
import { goodPassword } from '../support/names.ts';
import { loseAllButAddress } from '../support/no-password.ts';
import {
  askForNewAddress,
  askToRecover,
  beginLogin,
  beginLoginByMail,
  logIn,
  type Person,
  proveAddress,
  weaken,
} from '../support/person.ts';
import type { Answer } from '../support/two-servers.ts';
import type { Held } from './revocation-table.ts';

/** Something that somebody holds. */
interface Holding {
  /** What an act names it by: the id of a session, the code of a link. */
  readonly name?: string;
  /** The session of another browser that it hangs on, which an act may end. */
  readonly session?: string;
  /** Uses it at one server. */
  use(which: number): Promise<Pick<Answer, 'status'>>;
}

interface Way {
  readonly hold: (person: Person) => Promise<Holding>;
  /** The status of its use, and that of a refusal. */
  readonly good: number;
  readonly over: number;
  /** It is used up, so that it is good at one of the two servers. */
  readonly once?: true;
}

/** How each is come by, at the first server. */
export const ways: Readonly<Record<Held, Way>> = {
  own: {
    good: 200,
    over: 401,
    async hold({ two, own }) {
      const thief = two.visitor(own.jar.copy());
      return { use: (which) => thief.send(which, 'GET', '/api/session') };
    },
  },
  cookie: {
    good: 200,
    over: 401,
    async hold(person) {
      const { visitor, sessionId } = await logIn(person);
      return { name: sessionId, use: (which) => visitor.send(which, 'GET', '/api/session') };
    },
  },
  bearer: {
    good: 200,
    over: 401,
    async hold(person) {
      const { visitor, token, sessionId } = await logIn(person, 'bearer');
      return {
        name: sessionId,
        use: (which) => visitor.send(which, 'GET', '/api/session', undefined, token),
      };
    },
  },
  waitsForFactor: {
    good: 200,
    over: 404,
    once: true,
    async hold(person) {
      const waiting = await beginLogin(person);
      const codes = [...person.codes];
      return { use: (which) => waiting.answer(which, 'recovery-code', { code: codes[which] }) };
    },
  },
  waitsForPassword: {
    good: 200,
    over: 404,
    once: true,
    async hold(person) {
      await weaken(person);
      const waiting = await beginLogin(person);
      if (person.codes.length > 0) {
        const proved = await waiting.answer(0, 'recovery-code', { code: person.codes.pop() });
        expect(proved.body.next).toEqual([{ factor: 'new-password' }]);
      }
      const newPassword = `${goodPassword} of the one who waited`;
      return { use: (which) => waiting.answer(which, 'new-password', { newPassword }) };
    },
  },
  waitsForMail: {
    good: 200,
    over: 404,
    once: true,
    async hold(person) {
      const { login, code } = await beginLoginByMail(person);
      return { use: (which) => login.answer(which, 'email-code', { code }) };
    },
  },
  verificationCode: {
    good: 200,
    over: 401,
    once: true,
    /** Only an account with nothing else is sent one, so the person loses the rest for that moment and for its use. */
    async hold(person) {
      const { two, accountId } = person;
      const { db } = two.database;
      const address = await proveAddress(person);
      const { visitor } = await logIn(person);
      const send = (which: number, body: object) =>
        visitor.send(which, 'POST', '/api/reauthenticate', { factor: 'email-code', ...body });
      const giveBack = await loseAllButAddress(db, accountId);
      const asked = await send(0, {});
      expect(asked.status, 'a code was sent').toBe(200);
      const code = await two.loginCodeTo(address);
      await giveBack();
      return {
        async use(which) {
          await loseAllButAddress(db, accountId);
          const answer = await send(which, { code });
          // Without an address no code is asked for at all.
          return answer.status === 404 ? { ...answer, status: 401 } : answer;
        },
      };
    },
  },
  key: {
    good: 200,
    over: 401,
    async hold({ two, own }) {
      const made = await own.send(0, 'POST', '/api/me/keys', { name: 'Backup', scopes: ['data:read'] });
      expect(made.status).toBe(201);
      const { key } = made.body as { key?: string };
      const program = two.visitor();
      return { use: (which) => program.send(which, 'GET', '/api/me/data', undefined, key) };
    },
  },
  verification: {
    good: 200,
    over: 410,
    once: true,
    async hold(person) {
      const name = await askForNewAddress(person);
      const visitor = person.two.visitor();
      return { name, use: (which) => visitor.send(which, 'POST', '/api/email/verify', { token: name }) };
    },
  },
  recovery: {
    good: 204,
    over: 410,
    once: true,
    async hold(person) {
      const name = await askToRecover(person);
      const visitor = person.two.visitor();
      const chosen = { token: name, newPassword: `${goodPassword} of the one who reads the mail` };
      return { name, use: (which) => visitor.send(which, 'POST', '/api/recover/complete', chosen) };
    },
  },
  device: {
    good: 200,
    over: 429,
    async hold(person) {
      const { two } = person;
      const { visitor } = await logIn(person);
      return {
        /** A stranger guesses until strangers must wait; whoever is known is let in all the same. */
        async use(which) {
          const { username } = person;
          const guess = { username, password: `not ${goodPassword}` };
          const stranger = two.visitor();
          let status = 401;
          while (status === 401) ({ status } = await stranger.send(which, 'POST', '/api/login', guess));
          expect(status, 'strangers must wait').toBe(429);
          return visitor.send(which, 'POST', '/api/login', { username, password: person.password });
        },
      };
    },
  },
  consent: {
    good: 200,
    over: 403,
    async hold({ two, own }) {
      const { app } = await useApp(two, own);
      return {
        /** The app signs in the browser that acts once more, and nobody is asked anything. */
        async use(which) {
          const { url } = await beginSignIn(app, { prompt: 'none' });
          const { headers } = await own.pages(which).get(`${url.pathname}${url.search}`);
          const back = new URL(headers.location ?? '').searchParams;
          return { status: back.has('code') ? 200 : 403 };
        },
      };
    },
  },
  offline: {
    good: 200,
    over: 400,
    once: true,
    async hold({ two, own }) {
      const lasting = { scope: 'openid offline_access', prompt: 'consent' };
      const { redeem, refresh } = await useApp(two, own, lasting);
      const { refresh_token: token } = (await redeem(0)).body;
      return { use: (which) => refresh(which, token) };
    },
  },
  accessToken: {
    good: 200,
    over: 401,
    async hold(person) {
      const { visitor, sessionId } = await logIn(person);
      const { redeem, userinfo } = await useApp(person.two, visitor);
      const { access_token: token } = (await redeem(0)).body;
      return { session: sessionId, use: (which) => userinfo(which, token) };
    },
  },
  refreshToken: {
    good: 200,
    over: 400,
    once: true,
    async hold(person) {
      const { visitor, sessionId } = await logIn(person);
      const { redeem, refresh } = await useApp(person.two, visitor);
      const { refresh_token: token } = (await redeem(0)).body;
      return { session: sessionId, use: (which) => refresh(which, token) };
    },
  },
  code: {
    good: 200,
    over: 400,
    once: true,
    async hold(person) {
      const { visitor, sessionId } = await logIn(person);
      const { redeem } = await useApp(person.two, visitor);
      return { session: sessionId, use: redeem };
    },
  },
};
