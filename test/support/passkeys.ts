import { addPasskey, offerNewPasskey, passkeyFactor } from '../../src/factors/passkey/index.ts';
import { inTransaction } from '../../src/kit/db/index.ts';
import type { TestApp } from './app.ts';
import {
  type AssertionAnswer,
  type Authenticator,
  type RegistrationAnswer,
  type RequestOptions,
  softwareAuthenticator,
} from './authenticator.ts';
import { freshName, goodPassword } from './names.ts';

/** Registers somebody and answers the account's id. */
export async function passkeyPerson({ browser }: TestApp): Promise<string> {
  const { body } = await browser().register(freshName(), goodPassword);
  return body.account?.id ?? '';
}

/** What a session of the account is offered to make a passkey with. */
export async function offerToAdd({ services, clock }: TestApp, accountId: string, subject = accountId) {
  const adding = { accountId, subject, now: clock(), username: 'somebody' };
  const options = await offerNewPasskey(services.db, services, adding);
  if (!options) throw new Error('Passkeys are not available.');
  return options;
}

export function add(app: TestApp, accountId: string, answer: RegistrationAnswer, subject = accountId) {
  const { services, clock } = app;
  const adding = { accountId, subject, now: clock(), name: 'a key' };
  return inTransaction(services.db, (tx) => addPasskey(tx, services, adding, answer));
}

/** Somebody with one passkey. */
export async function passkeyHolder(app: TestApp, authenticator: Authenticator = softwareAuthenticator()) {
  const accountId = await passkeyPerson(app);
  const added = await add(app, accountId, authenticator.create(await offerToAdd(app, accountId)));
  if (!added.ok) throw new Error(`The passkey was refused: ${added.reason}`);
  return { accountId, authenticator, passkey: added.passkey };
}

interface Asking {
  readonly accountId: string | null;
  readonly role?: 'first' | 'second';
  readonly subject?: string;
}

const askedOf = ({ clock }: TestApp, { accountId, subject = 'att_0', ...asking }: Asking) => {
  const role = asking.role ?? (accountId === null ? 'first' : 'second');
  return { accountId, subject, role, now: clock() } as const;
};

/** The options that somebody is offered to log in with; null when there is no passkey. */
export async function offerToLogIn(
  app: TestApp,
  asking: Asking,
): Promise<(RequestOptions & Record<string, unknown>) | null> {
  const offer = await passkeyFactor.offer(app.services, askedOf(app, asking));
  return offer && (offer.options as unknown as RequestOptions & Record<string, unknown>);
}

export function logIn(app: TestApp, asking: Asking, response: AssertionAnswer) {
  const { services } = app;
  return inTransaction(services.db, (tx) =>
    passkeyFactor.verify(tx, services, askedOf(app, asking), { response }),
  );
}
