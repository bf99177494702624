import { describe, expect, it } from 'vitest';
import { renderPage } from '../../../test/support/in-english.ts';
import { HomePage } from './pages.tsx';

const site = { name: 'Latchkey', development: false, asset: (name: string) => `/assets/${name}` };
const baseUrl = 'http://localhost:5000';

describe('the first page', () => {
  it('shows the three requests of the workshop in development, with the address of this server', () => {
    const html = renderPage(<HomePage site={{ ...site, development: true }} baseUrl={baseUrl} />);
    for (const request of [
      `curl ${baseUrl}/`,
      `curl -X POST &quot;${baseUrl}/register?username=soham&amp;password=insecure&amp;data=testing&quot;`,
      `curl &quot;${baseUrl}/login?username=soham&amp;password=insecure&quot;`,
    ]) {
      expect(html).toContain(`<code>${request}</code>`);
    }
  });

  it('shows none of them in production', () => {
    const html = renderPage(<HomePage site={site} baseUrl={baseUrl} />);
    expect(html).not.toContain('insecure');
    expect(html).not.toContain('curl');
  });

  it('says who you are, and when that ends for somebody who stays away', () => {
    const html = renderPage(
      <HomePage
        site={site}
        baseUrl={baseUrl}
        viewer={{ username: '<b>soham</b>' }}
        idleExpiresAt="2026-03-04T05:06:07.000Z"
      />,
    );
    expect(html).toContain('Hello, <bdi>&lt;b>soham&lt;/b></bdi>.');
    expect(html).toMatch(
      /If you don't come back, you'll be signed out on <time[^>]+>4 Mar 2026, 05:06 UTC<\/time><\/p>/,
    );
  });
});
