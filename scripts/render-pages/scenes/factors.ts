import type { Addable } from '../../../src/factors/index.ts';
import { addableFactors } from '../../../src/factors/index.ts';
import { exampleFor } from '../../../test/support/factor-examples.ts';
import { password, registered, username } from '../people.ts';
import { inBothModes, type Scene, type Stage } from '../stage.ts';

const next = '/account';

/** The life of a factor that forms add and answer: on the account, in a login, and to verify who somebody is. */
async function live(stage: Stage, factor: Addable): Promise<void> {
  const { name, own } = factor;
  const here = `/account/security/${own?.section}`;
  const self = await registered(stage);
  if (own?.begin) await self.send(here, {}, 'begun');
  const begun = own?.begin ? await self.call('POST', own.begin.path) : {};
  await self.open(here, 'set-up');
  await self.send(`${here}/confirm`, {}, 'empty');
  const { body, held } = exampleFor(factor).make(begun, stage.clock());
  await self.send(`${here}/confirm`, { ...body }, 'added');
  await self.open('/account', 'account');
  stage.clock.advance(30_000);

  const wrong = () => ({ factor: name, next, ...held.wrong(stage.clock()) });
  const right = () => ({ factor: name, next, ...held.right(stage.clock()) });
  const other = stage.visitor();
  await other.send('/login', { username, password, next }, 'asked');
  await other.send('/login/second-factor', wrong(), 'wrong');
  await other.send('/login/second-factor', right(), 'signed-in');
  stage.clock.advance(11 * 60_000);
  await other.send(`${here}/remove`, {}, 'verification-asked');
  await other.send('/account/prove', wrong(), 'verification-wrong');
  await other.send('/account/prove', right(), 'verified');
  await other.send(`${here}/remove`, {}, 'removed');
}

/** A login in which a factor must be added. */
async function addInLogin(stage: Stage, factor: Addable): Promise<void> {
  const { name } = factor;
  const here = '/login/add-second-factor';
  const self = stage.visitor();
  const { next: offers = [] } = await self.call('POST', '/api/register', { username, password });
  const begun = offers.find((offer) => offer.factor === `add-${name}`) ?? {};
  await self.open(`${here}?next=${next}`, 'in-a-login');
  await self.send(here, { factor: name, next }, 'in-a-login-empty');
  const { body } = exampleFor(factor).make(begun, stage.clock());
  await self.send(here, { factor: name, next, ...body }, 'in-a-login-added');
}

/** Each factor that can be added and answered without a script, whatever it is. */
export const factorScenes: readonly Scene[] = addableFactors
  .filter(({ enrolment, answering }) => enrolment.hasForm && answering?.hasForm)
  .flatMap((factor) => [
    ...inBothModes(`65-${factor.name}`, (stage) => live(stage, factor)),
    ...inBothModes(`66-${factor.name}`, (stage) => addInLogin(stage, factor), {
      login: { secondFactor: 'required' },
    }),
  ]);
