import { h } from 'preact';
import { isoTime } from '../../kit/clock.ts';
import { Type } from '../../kit/schema.ts';
import { own } from '../own.ts';
import { codesInASet } from './code.ts';
import { RecoveryCodesSection } from './section.tsx';
import { findCodes } from './store.ts';

interface ShownCodes {
  /** Null when the account has none, or no second factor that they could stand in for. */
  readonly recoveryCodes: { readonly left: number; readonly of: number; readonly since: string } | null;
}

/** Recovery codes, as their owner sees them: how many are left, never which. They come and go with second factors. */
export const ownRecoveryCodes = own<ShownCodes>({
  section: 'recovery-codes',
  notices: {},
  schema: {
    recoveryCodes: Type.Unsafe<unknown>({
      anyOf: [
        Type.Object(
          {
            left: Type.Integer({ description: 'Codes that are left.', examples: [9] }),
            of: Type.Integer({ description: 'Codes in the set.', examples: [10] }),
            since: Type.String({
              format: 'date-time',
              description: 'When they were created, in UTC.',
              examples: ['2026-11-29T09:40:00.000Z'],
            }),
          },
          { title: 'RecoveryCodesLeft', description: 'How many recovery codes are left.' },
        ),
        { type: 'null' },
      ],
    }),
  },
  async find({ db }, accountId) {
    const codes = await findCodes(db, accountId);
    if (!codes) return { recoveryCodes: null };
    return { recoveryCodes: { left: codes.left, of: codesInASet, since: isoTime(codes.madeAt) } };
  },
  count: () => 0,
  canAnswer: ({ recoveryCodes }) => recoveryCodes !== null && recoveryCodes.left > 0,
  told: ({ recoveryCodes }, words) => ({
    said: recoveryCodes && words['recovery-code'].count(recoveryCodes.left),
    facts: { recoveryCodesLeft: recoveryCodes?.left ?? 0 },
  }),
  draw({ shown: { recoveryCodes }, isProtected }) {
    if (!isProtected) return null;
    const { left = 0, of = 0, since = null } = recoveryCodes ?? {};
    return h(RecoveryCodesSection, { left, of, since });
  },
});
