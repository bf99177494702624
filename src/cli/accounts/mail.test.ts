import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword } from '../../../test/support/app.ts';
import { freshAddress, handOver } from '../../../test/support/mails.ts';
import { createPostman } from '../../kit/mail/index.ts';
import { findMailOverview } from '../../operate/accounts/index.ts';
import { mailJson, mailRows } from './mail.ts';

eachApp('what an operator sees of an account and its mails', (open) => {
  async function registered(address?: string) {
    const app = await open({ email: { verification: 'later' } });
    const { body } = await app
      .browser()
      .register(freshName(), goodPassword, address === undefined ? {} : { email: address });
    const id = body.account?.id ?? '';
    const overview = () => findMailOverview(app.services.db, id, app.clock());
    const text = async () =>
      mailRows(await overview())
        .flat()
        .join(' ');
    return { app, overview, text };
  }

  test('the pending address is masked, and its newest email waits, was sent, or was given up and why', async () => {
    const address = freshAddress();
    const { app, overview, text } = await registered(address);
    expect(await text()).toMatch(
      /^Pending email p…@example\.com Latest message verify-email \(\S+\) waiting to be sent since \d{4}-\S+ \S+ Its link not used yet, expires \d{4}-\S+ \S+$/,
    );
    expect(await text()).not.toContain(address);
    const reason = 'ECONNREFUSED at CONN';
    const send = async () => ({ ok: false, cause: 'ECONNREFUSED', reason, isFinal: false }) as const;
    await createPostman({ ...app.services, send }).deliverDue();
    expect(await text()).toMatch(
      /retrying at .+ after 1 failed attempt: ECONNREFUSED at CONN What helps Check the host and port/,
    );
    const final = async () =>
      ({ ok: false, cause: 'EENVELOPE', reason: 'EENVELOPE 550 5.1.1 at RCPT TO', isFinal: true }) as const;
    app.clock.advance(60_000);
    await createPostman({ ...app.services, send: final }).deliverDue();
    expect(await text()).toMatch(
      /gave up .+: EENVELOPE 550 5\.1\.1 at RCPT TO What helps The address is probably mistyped/,
    );
    expect(mailJson(await overview())).toMatchObject({
      pendingAddress: 'p…@example.com',
      newestEmail: {
        kind: 'verify-email',
        state: 'given-up',
        attempts: 2,
        lastError: 'EENVELOPE 550 5.1.1 at RCPT TO',
      },
    });
    const logged = app.log.map((line) => JSON.parse(line) as Record<string, unknown>);
    const { newest } = await overview();
    expect(logged).toContainEqual(expect.objectContaining({ mail: newest?.id, account: newest?.account_id }));
  });

  test('what was handed over is told so, and who has no address has no line', async () => {
    const { app, text } = await registered(freshAddress());
    await handOver(app);
    expect(await text()).toMatch(/accepted by the mail server \d{4}-/);
    expect(await (await registered()).text()).toBe('');
  });
});
