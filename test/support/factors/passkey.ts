import { generateKeyPairSync } from 'node:crypto';
import { type AssertionAnswer, type RequestOptions, softwareAuthenticator } from '../authenticator.ts';
import { addPasskey } from '../second-factors.ts';
import type { Answer, FactorDriver } from './driver.ts';
import { afterPassword } from './ways.ts';

const answer = (response: AssertionAnswer): Answer => ({
  body: { response },
  secret: response.response.signature,
});

export const passkeyDriver: FactorDriver = {
  way: afterPassword,
  isOneTime: true,
  async hold({ self }) {
    const authenticator = softwareAuthenticator();
    await addPasskey(self, authenticator);
    const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    return {
      secrets: authenticator.keep().privateKey.split('\n').slice(1, -2),
      right: async ({ options }) => answer(authenticator.get(options as unknown as RequestOptions)),
      wrong: async ({ options }) =>
        answer(authenticator.get(options as unknown as RequestOptions, { signedWith: stranger })),
    };
  },
};
