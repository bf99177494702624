import { describe, expect, test } from 'vitest';
import { galleryPages } from '../../../../test/support/console-gallery/serve.ts';

describe.each(Object.entries(galleryPages((name) => `/assets/${name}`)))(
  'the page %s of the gallery',
  (path, html) => {
    test('V1.2.1 takes what somebody called themselves for nothing but text', () => {
      expect(html).not.toMatch(/<script>|<img src=x/);
      expect(html.match(/<textarea[^>]*>[^<]*<\/textarea>/g)?.length ?? 0).toBe(
        path === '/admin/confirm' ? 1 : 0,
      );
    });

    test('has no script, style or handler in its text, which the policy would refuse', () => {
      expect(html).not.toMatch(/<[^>]* (style|on\w+)=/);
      expect(html.match(/<script\b[^>]*>/g)?.every((tag) => tag.includes(' src="/assets/'))).toBe(true);
      expect(html).not.toContain('<style');
    });

    test('has each id once, and one heading of the first rank', () => {
      const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
      expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
      expect(html.match(/<h1>/g)).toHaveLength(1);
    });

    test('marks the page that it belongs to in both navigations, and no other', () => {
      const marked = [...html.matchAll(/<a href="([^"]*)" aria-current="page" data-console-key/g)];
      expect(marked.map(([, href]) => href)).toEqual(
        Array(2).fill(path === '/admin' ? '/admin' : '/admin/accounts'),
      );
    });
  },
);

test('the form that asks before an act says how long its reason may be', () => {
  const html = galleryPages((name) => name)['/admin/confirm'] ?? '';
  expect(html).toMatch(/<textarea[^>]* minlength="3" maxlength="500"/i);
  expect(html).toContain('leave out names and email addresses');
});
