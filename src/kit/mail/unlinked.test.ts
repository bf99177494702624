import { expect, test } from 'vitest';
import { eachApp, freshName, goodPassword } from '../../../test/support/app.ts';
import { freshAddress, mailsTo, proveAddress } from '../../../test/support/mails.ts';
import { unlinked } from './unlinked.ts';

/** What mail programs take for a link or an address: parts that a dot, an @ or a scheme joins. */
const linkLike = /[\p{L}\p{N}_-]+[.\u3002\uff0e\uff61@][\p{L}\p{N}_-]+|\w+:\/\//u;

test.each([
  'login.evil-shop.com',
  'www.evil.example',
  '192.0.2.7',
  'a@evil.example',
  'https://evil.example/x',
  'http:evil.example',
  'evil\u3002example',
  'evil\uff0eexample',
  'a.b.c.d.e',
])('%s is no link in a mail', (chosen) => {
  expect(unlinked(chosen)).not.toMatch(linkLike);
  expect(unlinked(chosen).replaceAll(' ', '')).toBe(chosen.replaceAll(' ', ''));
});

test.each(['ada', 'ada_lovelace-1815', 'Åda', 'Firefox on Linux'])('%s stays as it is', (chosen) => {
  expect(unlinked(chosen)).toBe(chosen);
});

eachApp('nothing that a stranger chose is a link in a mail', (open) => {
  test('neither a username nor what a program calls itself, in subject, text or HTML', async () => {
    const app = await open();
    const address = freshAddress();
    const username = `login.${freshName()}.com`;
    const stranger = app.browser({ device: 'www.evil-shop.com/1.0' });
    await stranger.register(username, goodPassword, { email: address });
    const owner = app.browser();
    const name = freshName();
    await owner.register(name, goodPassword);
    const proved = await proveAddress(app, owner);
    await stranger.post('/api/recover', { identifier: name });
    const mails = [...(await mailsTo(app, address)), ...(await mailsTo(app, proved)).slice(-1)];
    expect(mails).toHaveLength(2);
    for (const { subject, text, html } of mails) {
      for (const part of [subject, text, html]) {
        expect(part).not.toContain(username);
        expect(part).not.toMatch(/evil-shop\.com/);
      }
    }
  });
});
