import { describe, expect, it } from 'vitest';
import { eachApp } from '../../../test/support/app.ts';
import { renderPage, say } from '../../../test/support/in-english.ts';
import { NewPasswordPage } from '../steps/new-password-page.tsx';
import { LoginPage, LogoutPage } from './pages.tsx';

const site = { name: 'Latchkey', development: false, asset: (name: string) => `/assets/${name}` };
const evil = '"><script>alert(1)</script>';
const page = {
  site,
  next: '/account?a=1&b=2#data',
  identifier: say('Username'),
  values: { username: 'soham', remember: true },
  passkeyOrigin: null,
};

describe('the page to log in', () => {
  it('keeps what was typed and where it leads, but never a password', () => {
    const html = renderPage(<LoginPage {...page} problem={{ detail: say('Try again.'), fields: {} }} />);
    expect(html).toMatch(/<input id="username"[^>]* value="soham"/);
    expect(html).toMatch(/<input id="remember"[^>]* checked/);
    expect(html).toContain('<input type="hidden" name="next" value="/account?a=1&amp;b=2#data"/>');
    expect(html).toContain('href="/register?next=%2Faccount%3Fa%3D1%26b%3D2%23data"');
    expect(html).not.toMatch(/type="password"[^>]* value=/);
  });

  it('escapes whatever comes from outside', () => {
    const html = renderPage(
      <LoginPage
        site={site}
        identifier={say('Username')}
        passkeyOrigin={null}
        next={evil}
        values={{ username: evil, remember: false }}
        notice={say(evil)}
        problem={{ detail: say(evil), fields: { username: say(evil), password: say(evil) } }}
      />,
    );
    expect(html).not.toContain('<script>');
  });

  it('asks for the proof of work only when it is told to', () => {
    expect(renderPage(<LoginPage {...page} />)).not.toContain('altcha');
    const asked = renderPage(<LoginPage {...page} challenge />);
    expect(asked).toContain('<altcha-widget');
    expect(asked).toContain('src="/assets/challenge.js"');
    expect(asked).toContain('href="/assets/altcha.css"');
  });
});

eachApp('the fields for who one is', (open) => {
  const html = { headers: { accept: 'text/html' } };

  it.each([
    ['both', 'Username or email address'],
    ['username', 'Username'],
    ['email', 'Email address'],
  ] as const)('ask for what people log in with: %s', async (identifiers, label) => {
    const app = await open({ login: { identifiers, emailCode: true } });
    for (const path of ['/login', '/login/send-code'])
      expect((await app.browser().get(path, html)).text).toContain(`<label for="username">${label}</label>`);
  });

  it('ask for no address where no mail is sent', async () => {
    const app = await open({ mode: 'production' });
    expect((await app.browser().get('/login', html)).text).toContain(
      '<label for="username">Username</label>',
    );
  });
});

describe('the page to choose a new password', () => {
  it('tells the password manager whose it is, and the meter what would be guessed', () => {
    const html = renderPage(
      <NewPasswordPage site={site} next="/" username={evil} rules={{ passwordMin: 15, passwordMax: 256 }} />,
    );
    expect(html).not.toContain('<script>');
    expect(html).toContain('autocomplete="username"');
    expect(html).toContain('name="newPassword"');
    expect(html).toContain('data-context="[&quot;Latchkey&quot;,');
  });
});

describe('the page to log out', () => {
  it('asks who is in, and tells who is not', () => {
    expect(renderPage(<LogoutPage site={site} viewer={{ username: 'soham' }} />)).toContain('Sign out?');
    expect(renderPage(<LogoutPage site={site} />)).toContain("You're signed out");
  });
});
