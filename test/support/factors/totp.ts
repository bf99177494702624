import { Secret } from 'otpauth';
import { seconds } from '../../../src/kit/duration.ts';
import type { TestApp } from '../app.ts';
import { setUpTotp } from '../second-factors.ts';
import { totpCode, wrongTotpCode } from '../totp-codes.ts';
import type { Answer, Device, FactorDriver } from './driver.ts';
import { afterPassword } from './ways.ts';

export const totpDriver: FactorDriver = {
  way: afterPassword,
  isOneTime: true,
  async hold({ app, self }) {
    const { secret } = await setUpTotp(app, self);
    return deviceOf(app, secret);
  },
  made: ({ secret = '' }, app) => ({ code: totpCode(secret, app.clock()) }),
};

function deviceOf(app: TestApp, secret: string): Device {
  const answer = (code: string): Answer => ({ body: { code }, secret: code });
  const bytes = Buffer.from(Secret.fromBase32(secret).buffer);
  const spellings = (['hex', 'base64', 'base64url'] as const).map((form) => bytes.toString(form));
  let shown = '';
  return {
    secrets: [secret, ...spellings],
    /** The code that the app shows, or if that was typed before, the next one. */
    async right() {
      if (shown === totpCode(secret, app.clock())) app.clock.advance(seconds(30));
      shown = totpCode(secret, app.clock());
      return answer(shown);
    },
    wrong: async () => answer(wrongTotpCode(secret, app.clock())),
  };
}
