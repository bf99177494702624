import { describe, expect, it } from 'vitest';
import { renderPage, say } from '../../../test/support/in-english.ts';
import { RegisterPage } from './pages.tsx';

const site = { name: 'Latchkey', development: false, asset: (name: string) => `/assets/${name}` };
const rules = { usernameMin: 3, usernameMax: 32, passwordMin: 15, passwordMax: 256 };

describe('the page to register', () => {
  it('says the rules that this server was configured with', () => {
    const html = renderPage(<RegisterPage site={site} next="/" values={{ username: '' }} rules={rules} />);
    expect(html).toContain('3–32 characters');
    expect(html).toContain('At least 15 characters');
  });

  it('comes back with the name that was typed and a sentence at each field', () => {
    const problem = {
      detail: say('Not yet.'),
      fields: { username: say('It is taken.'), password: say('It is too short.') },
    };
    const html = renderPage(
      <RegisterPage site={site} next="/" values={{ username: 'so<b>' }} rules={rules} problem={problem} />,
    );
    expect(html).toMatch(/<input id="username"[^>]* value="so&lt;b>"/);
    expect(html).toMatch(/id="username-error">.*?It is taken\.<\/p>/);
    expect(html).toMatch(/id="password-error">.*?It is too short\.<\/p>/);
    expect(html).toContain('<title>Problem: Create your account · Latchkey</title>');
  });
});
