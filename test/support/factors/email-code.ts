import type { TestApp } from '../app.ts';
import { codeIn, mailsTo, proveAddress } from '../mails.ts';
import { addressPerson } from '../no-password.ts';
import type { Answer, Device, FactorDriver } from './driver.ts';
import { afterName } from './ways.ts';

export const emailCodeDriver: FactorDriver = {
  way: afterName,
  isOneTime: true,
  settings: {
    login: { emailCode: true },
    email: { mailsAnHour: 1000 },
  },
  hold: async ({ app, self }) => deviceOf(app, await proveAddress(app, self)),
  /** Only an account with nothing else is asked for one. */
  async holdToVerify(app) {
    const { email, ...owner } = await addressPerson(app);
    return { owner: { app, ...owner }, device: deviceOf(app, email) };
  },
  askToVerify: (self) => self.post('/api/reauthenticate', { factor: 'email-code' }),
  exported: ({ email }) => (email as { readonly email: string | null }).email,
};

/** The mailbox at an address; the newest code is looked up each time, past the notices that came after it. */
function deviceOf(app: TestApp, address: string): Device {
  const answer = (code: string): Answer => ({ body: { code }, secret: code });
  const newest = async (from: TestApp) =>
    (await mailsTo(from, address)).map(codeIn).findLast((code) => code !== undefined) ?? '';
  return {
    secrets: [],
    right: async (_offer, elsewhere = app) => answer(await newest(elsewhere)),
    wrong: async () => answer(String((Number(await newest(app)) + 1) % 100_000_000).padStart(8, '0')),
  };
}
