import { expect, test } from 'vitest';
import { testConfig } from '../../../test/support/app.ts';
import { eachDatabase } from '../../../test/support/databases.ts';
import { freshAddress } from '../../../test/support/mails.ts';
import { storedAccount } from '../../../test/support/stored-account.ts';
import { inTransaction } from '../../kit/db/index.ts';
import { asksForAddress, mustVerifyEmail, waitsForProof } from './policy.ts';
import { insertVerifiedEmail, putPendingEmail } from './store.ts';

const before = { verification: 'before-login' } as const;
const silent = { mode: 'production', mail: { url: '' } } as const;

async function configOf(email: object, more = {}) {
  const { email: standard, ...config } = await testConfig(more);
  return { ...config, email: { ...standard, ...email } };
}

eachDatabase('a login before the address is confirmed', (make) => {
  /** Whether it is held up of somebody who could be asked for an address, and of somebody who could not. */
  const verdicts = async (typed: readonly ('asked' | 'confirmed')[], email: object, more = {}) => {
    const { db } = await make.shared();
    const { id } = await storedAccount(db);
    for (const what of typed) {
      const address = freshAddress();
      const put = what === 'asked' ? putPendingEmail : insertVerifiedEmail;
      await inTransaction(db, async (tx) => void (await put(tx, id, { address, key: address }, 0)));
    }
    const config = await configOf(email, more);
    return [await mustVerifyEmail(db, config, id), await waitsForProof(db, config, id)];
  };

  test.each([
    [[], before, [false, false]],
    [[], { ...before, registration: 'required' }, [true, false]],
    [['asked'], before, [true, true]],
    [['asked'], { ...before, registration: 'required' }, [true, true]],
    [['asked'], { verification: 'none' }, [false, false]],
    [['confirmed'], { ...before, registration: 'required' }, [false, false]],
    [['confirmed', 'asked'], before, [false, false]],
  ] as const)(
    'V6.3.4 with an address that is %j and %j is held up as the policy says',
    async (typed, email, verdict) => {
      expect(await verdicts(typed, email)).toEqual(verdict);
    },
  );

  test('is held up by nothing where no mail is sent', async () => {
    expect(await verdicts(['asked'], before, silent)).toEqual([false, false]);
  });
});

test('the page of a registration asks for an address where one is confirmed or required, and mail is sent', async () => {
  const asks = async (email: object, more = {}) => asksForAddress(await configOf(email, more));
  expect(await asks({ verification: 'none', registration: 'optional' })).toBe(false);
  expect(await asks({ verification: 'none', registration: 'required' })).toBe(true);
  expect(await asks({ ...before, registration: 'optional' })).toBe(true);
  expect(await asks({ ...before, registration: 'required' }, silent)).toBe(false);
});
