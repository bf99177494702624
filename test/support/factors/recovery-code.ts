import { setUpTotp } from '../second-factors.ts';
import type { Answer, FactorDriver } from './driver.ts';
import { afterPassword } from './ways.ts';

const answer = (code: string): Answer => ({ body: { code }, secret: code });

/** A set of codes comes with the first second factor, so its owner has an authenticator app as well. */
export const recoveryCodeDriver: FactorDriver = {
  way: afterPassword,
  isOneTime: true,
  async hold({ app, self }) {
    const { codes } = await setUpTotp(app, self);
    const unused = [...codes];
    return {
      secrets: codes.flatMap((code) => [code, code.replaceAll('-', '')]),
      right: async () => answer(unused.pop() ?? 'none is left'),
      wrong: async () => answer('0000-1111-2222-3333-4444-5555'),
    };
  },
  left: ({ recoveryCodes }) => (recoveryCodes as { readonly left: number }).left,
};
