import { describe, expect, it } from 'vitest';
import { renderPage, say } from '../../test/support/in-english.ts';
import { factors } from '../factors/index.ts';
import { AccountPage } from './pages.tsx';

const site = { name: 'Latchkey', development: false, asset: (name: string) => `/assets/${name}` };
const time = '2026-03-04T05:06:07.000Z';
const session = {
  id: 's1',
  device: 'Firefox on Linux',
  address: '127.0.0.1',
  createdAt: time,
  lastSeenAt: time,
  expiresAt: time,
  current: true,
};
/** What each factor shows of an account that has none of them. */
const nothing = { passkeys: [], passkeyOrigin: null, totp: null, recoveryCodes: null };
const page = {
  site,
  viewer: { username: 'soham' },
  account: { username: 'soham', createdAt: time },
  hasPassword: true,
  rules: { passwordMin: 15, passwordMax: 256 },
  data: { text: '{}', etag: '"v1"', maxBytes: 65_536 },
  sessions: [session],
  hasApps: false,
  activity: [
    { id: 'e1', at: time, type: 'login-succeeded', detail: null, device: 'Firefox', address: '127.0.0.1' },
  ],
  security: {
    hasPassword: true,
    hasSecondFactor: false,
    secondFactorRequired: false,
    factors: factors.flatMap(({ own }) => (own ? [{ own, shown: nothing }] : [])),
  },
};

/** What a browser would show and send back: HTML drops one line break after the tag. */
function textOf(html: string): string {
  const inner = /<textarea[^>]*>([\s\S]*?)<\/textarea>/.exec(html)?.[1] ?? '';
  return inner
    .replace(/^\n/, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&quot;', '"')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

describe('the page of an account', () => {
  it.each([
    '</textarea><script>alert(1)</script>',
    '\n\n{"a": 1}\n',
    '{"a":"&lt;b&gt; &amp; <b>"}',
    '',
    '  "spaces"  ',
    '{{7*7}} #{7*7} $' + '{7*7} <%= 7*7 %> **bold** [a](javascript:alert(1))',
  ])('V1.1.2 V1.3.5 V1.3.7 gives the document back byte for byte: %j', (text) => {
    expect(textOf(renderPage(<AccountPage {...page} data={{ ...page.data, text }} />))).toBe(text);
  });

  it('V1.2.1 escapes what people and their browsers say of themselves', () => {
    const evil = '"><script>alert(1)</script>';
    const html = renderPage(
      <AccountPage
        {...page}
        viewer={{ username: evil }}
        account={{ ...page.account, username: evil }}
        data={{ ...page.data, etag: evil }}
        sessions={[{ ...session, id: evil, device: evil, address: evil }]}
        activity={[{ id: evil, at: time, type: evil, detail: null, device: evil, address: evil }]}
      />,
    );
    expect(html).not.toContain('<script>');
    expect(html).toContain('action="/account/sessions/%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E/end"');
  });

  it('offers to end the other sessions only when there are any', () => {
    expect(renderPage(<AccountPage {...page} />)).not.toContain('end-others');
    const two = [session, { ...session, id: 's2', current: false }];
    const three = [...two, { ...session, id: 's3', current: false }];
    expect(renderPage(<AccountPage {...page} sessions={two} />)).toContain('Sign out the other device');
    expect(renderPage(<AccountPage {...page} sessions={three} />)).toContain('Sign out all 2 other devices');
  });

  it('keeps the deletion folded until it is asked for or was refused', () => {
    expect(renderPage(<AccountPage {...page} />)).toMatch(
      /<details class="row-change" data-row-change="true"><summary class="button button-small button-quiet button-danger">/,
    );
    const deleteProblem = {
      detail: say('Not deleted.'),
      fields: { password: say('This is not your password.') },
    };
    const refused = renderPage(<AccountPage {...page} deleteProblem={deleteProblem} />);
    expect(refused).toMatch(
      /<details class="row-change" open data-row-change="true"><summary class="button button-small button-quiet button-danger">/,
    );
    expect(refused).toContain('<p id="delete-password-error">This is not your password.</p>');
  });

  it.each(['data', 'sessions', 'email', 'passkeys', 'totp', 'password'])(
    'says in the section %s, and nowhere else, what an act there did',
    (section) => {
      const email = { email: null, pending: null, verified: false, holdsUpLogin: false };
      const html = renderPage(
        <AccountPage {...page} email={email} done={{ section, text: say('It is done.') }} />,
      );
      const [before = '', after = ''] = html.split('It is done.');
      expect(html.split('It is done.')).toHaveLength(2);
      expect(before).toMatch(/role="status"><p>$/);
      expect(before.slice(before.lastIndexOf('<section'))).toContain(`id="${section}"`);
      expect(after).toContain('</section>');
    },
  );

  it('shows the newest lines of the security log, and the others behind a fold', () => {
    const line = (at: number) =>
      ({ ...page.activity[0], id: `e${at}`, type: `event-${at}` }) as (typeof page.activity)[0];
    const html = renderPage(<AccountPage {...page} activity={[1, 2, 3, 4, 5, 6].map(line)} />);
    const [inSight = '', folded = ''] = html.split('Show 2 more');
    expect([inSight, folded].map((part) => part.match(/event-\d/g))).toEqual([
      ['event-1', 'event-2', 'event-3', 'event-4'],
      ['event-5', 'event-6'],
    ]);
    expect(renderPage(<AccountPage {...page} />)).not.toContain('more</summary>');
  });

  it('has each id once', () => {
    const problem = {
      detail: say('No.'),
      fields: { data: say('a'), password: say('b'), currentPassword: say('c'), newPassword: say('d') },
    };
    const html = renderPage(
      <AccountPage
        {...page}
        data={{ ...page.data, problem }}
        passwordProblem={problem}
        deleteProblem={problem}
      />,
    );
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(ids).toEqual([...new Set(ids)]);
  });
});
