import { describe, expect, test } from 'vitest';
import { composeMail } from '../../../test/support/in-english.ts';
import type { MailContent } from './content.ts';

const content: MailContent = {
  to: 'ada@example.com',
  site: { name: 'Example', url: 'https://login.example.com' },
  subject: 'Verify your address',
  heading: 'Is this address yours?',
  paragraphs: ['Somebody who is logged in as Ada gave it.', 'If that was you, say so.'],
  code: '4711-0815',
  action: { label: 'Yes, it is mine', url: 'https://login.example.com/email/verify#token=abc&x=1' },
  closing: ['If it was not you, do nothing.'],
};

/** What a person reads of the HTML form. */
function shown(html: string): string {
  return html
    .replaceAll(/<style>.*?<\/style>/gs, '')
    .replaceAll(/<[^>]+>/g, '\n')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

test('both forms of a mail hold the same facts', () => {
  const { to, subject, text, html } = composeMail(content);
  expect({ to, subject }).toEqual({ to: 'ada@example.com', subject: 'Verify your address' });
  const facts = [
    content.heading,
    ...content.paragraphs,
    '4711-0815',
    'Yes, it is mine',
    'https://login.example.com/email/verify#token=abc&x=1',
    ...(content.closing ?? []),
    'This is an automatic email from Example.',
  ];
  for (const form of [text, shown(html)]) {
    expect(facts.filter((fact) => !form.includes(fact))).toEqual([]);
  }
  expect(html).toContain('href="https://login.example.com/email/verify#token=abc&amp;x=1"');
});

test('a text links pages of this site, and of no other', () => {
  const paragraphs = [
    'Choose a new password (https://login.example.com/recover), then log in: https://login.example.com/account.',
    'From https://login.example.com.evil.example/account and https://evil.example/login.example.com/recover.',
  ];
  const { action: _action, ...bare } = content;
  const { html } = composeMail({ ...bare, paragraphs });
  const links = [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href);
  expect(links).toEqual([
    'https://login.example.com/recover',
    'https://login.example.com/account',
    'https://login.example.com',
  ]);
});

test('what is not said is in neither form', () => {
  const { code: _code, action: _action, closing: _closing, ...bare } = content;
  const { text, html } = composeMail(bare);
  expect(text).not.toMatch(/\n\n\n|undefined|null/);
  expect(html).not.toMatch(/class="(code|button)"|undefined|null/);
});

test('V1.2.1 what somebody chose is text, and no tag', () => {
  const name = '<img src=x onerror=alert(1)><a href="https://evil.example">"click"</a>&amp;';
  const hostile: MailContent = {
    ...content,
    site: { ...content.site, name },
    subject: name,
    heading: name,
    paragraphs: [name],
    code: name,
    action: { label: name, url: 'https://login.example.com/"><script>alert(1)</script>' },
    closing: [name],
  };
  const { html } = composeMail(hostile);
  expect(html).not.toMatch(/<img|<script|evil\.example"/);
  expect(html.match(/<a /g)).toHaveLength(3);
  expect(shown(html)).toContain(name);
});

test('a mail fetches nothing and runs nothing', () => {
  const { html } = composeMail(content);
  expect(html).not.toMatch(/<(img|script|link|iframe|object|embed|base|form|video|audio|svg)\b/i);
  expect(html).not.toMatch(/\b(src|srcset|background|poster|on\w+)\s*=|url\(|@import/i);
});

describe('V1.3.11 a mail goes to one person, whatever somebody typed', () => {
  test.each([
    'ada@example.com\r\nBcc: eve@example.com',
    'ada@example.com, eve@example.com',
    'Ada <ada@example.com>',
    '',
  ])('not to %j', (to) => {
    expect(() => composeMail({ ...content, to })).toThrow('one address');
    expect(composeMail(content).to).toBe('ada@example.com');
  });

  test.each(['\r\nBcc: eve@example.com', '\nX: y', '\rX: y', '\u2028X: y', '\u0085X: y', '\0X: y'])(
    'a line break in a text adds neither a header nor a line: %j',
    (more) => {
      const mail = composeMail({
        ...content,
        subject: `Hello${more}`,
        heading: `Hello${more}`,
        paragraphs: [`Hello${more}`],
        code: `1${more}`,
      });
      expect(mail.subject).toMatch(/^Hello (Bcc: eve@example\.com|X: y)$/);
      expect(mail.text).not.toMatch(/^(Bcc|X):/m);
      expect(mail.text + mail.html).not.toContain('\0');
    },
  );
});

test.each([
  'https://evil.example/',
  'https://login.example.com.evil.example/',
  'https://login.example.com@evil.example/',
  'javascript:alert(1)',
  '//evil.example/',
])('a button leads to the site alone, not to %s', (url) => {
  expect(() => composeMail({ ...content, action: { label: 'Go', url } })).toThrow('its own site');
});

test('it has a look by day and by night, on every width', () => {
  const { html } = composeMail(content);
  expect(html).toMatch(/^<!doctype html><html lang="en">/);
  expect(html).toContain('<meta name="color-scheme" content="light dark"');
  expect(html).toContain('@media (prefers-color-scheme:dark)');
  expect(html).not.toMatch(/<table|(?<!max-)width:\d{3}/);
});
