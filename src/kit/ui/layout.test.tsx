import { describe, expect, it } from 'vitest';
import { renderPage, say } from '../../../test/support/in-english.ts';
import { type ProblemDefinition, problem } from '../problem.ts';
import { ErrorPage, ProblemIndexPage, ProblemPage } from './error-page.tsx';
import { Layout } from './layout.tsx';
import { ReferencePage } from './reference-page.tsx';

const site = { name: 'Latchkey', development: false, asset: (name: string) => `/assets/${name}` };
const script = '</title></textarea><script>alert("1")</script>';
const codeThatSays = (title: string): ProblemDefinition => ({
  code: 'not-found',
  status: 404,
  words: () => ({ title, meaning: title, remedy: title }),
});
const missing = codeThatSays('Look elsewhere.');
const hostile = codeThatSays(script);

describe('the frame of a page', () => {
  it('begins with the doctype and the language', () => {
    expect(renderPage(<Layout site={site} title="Home" />)).toMatch(/^<!doctype html><html lang="en"><head>/);
  });

  it('V1.1.2 V1.2.1 escapes the names of the site and of the viewer, and the title', () => {
    const page = renderPage(
      <Layout site={{ ...site, name: script }} viewer={{ username: script }} title={script}>
        {script}
      </Layout>,
    );
    expect(page).not.toContain('<script>');
    expect(page.match(/&lt;script>alert\(/g)?.length).toBeGreaterThanOrEqual(4);
  });

  it('loads the scripts that the page asks for, as modules of this server', () => {
    const page = renderPage(<Layout site={site} title="Home" scripts={['password.js']} />);
    expect(page).toContain('<script type="module" src="/assets/page.js"></script>');
    expect(page).toContain('<script type="module" src="/assets/password.js"></script>');
  });

  it('says first in the title that a form came back', () => {
    expect(renderPage(<Layout site={site} title="Log in" failed />)).toContain(
      '<title>Problem: Log in · Latchkey</title>',
    );
  });

  it('offers to log in, or the account and the way out', () => {
    const stranger = renderPage(<Layout site={site} title="Home" />);
    expect(stranger).toContain('href="/login"');
    expect(stranger).not.toContain('action="/logout"');
    const known = renderPage(<Layout site={site} title="Home" viewer={{ username: 'soham' }} />);
    expect(known).toContain('<form method="post" action="/logout">');
    expect(known).not.toContain('href="/login"');
  });

  it('tells development apart', () => {
    expect(renderPage(<Layout site={site} title="Home" />)).not.toContain('Development mode');
    expect(renderPage(<Layout site={{ ...site, development: true }} title="Home" />)).toContain(
      'Development mode',
    );
  });
});

describe('every page of the kit', () => {
  it.each([
    ['error', <ErrorPage key="1" site={site} refusal={problem(hostile, say(script))} requestId={script} />],
    ['problem', <ProblemPage key="2" site={site} definition={hostile} />],
    ['problems', <ProblemIndexPage key="3" site={site} definitions={[missing, hostile]} />],
    ['reference', <ReferencePage key="4" site={site} />],
  ])('V1.2.3 V3.7.1 %s: holds no inline script, handler or style, and no plug-in', (_name, vnode) => {
    const page = renderPage(vnode);
    expect(page).not.toMatch(/<script(?! type="module" src="\/assets\/)/);
    expect(page).not.toMatch(/<[^>]*\s(?:style|on\w+)=/);
    expect(page).not.toMatch(/<(?:style|object|embed|applet)\b/);
  });
});

describe('the list of error codes', () => {
  it('is in the order of the statuses, then of the codes', () => {
    const of = (code: string, status: number) => ({ ...missing, code, status });
    const definitions = [of('late', 503), of('b', 403), of('not-found', 404), of('a', 403), of('c', 400)];
    const page = renderPage(<ProblemIndexPage site={site} definitions={definitions} />);
    const codes = [...page.matchAll(/href="\/problems\/([\w-]+)"/g)].map(([, code]) => code);
    expect(codes).toEqual(['c', 'a', 'b', 'not-found', 'late']);
  });
});

describe('the page of an error', () => {
  it('gives the request id and what to do', () => {
    const page = renderPage(
      <ErrorPage site={site} refusal={problem(missing, say('Nothing lies here.'))} requestId="r-17" />,
    );
    expect(page).toContain('<code>r-17</code>');
    expect(page).toContain('Look elsewhere.');
    expect(page).toContain('404');
  });
});
