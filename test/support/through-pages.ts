import { type Extras, markIn } from './browser-of.ts';

interface Page {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** A browser, by paths of this server. */
export interface Visitor {
  get(path: string, extras?: Pick<Extras, 'headers'>): Promise<Page>;
  submit(path: string, form: Readonly<Record<string, string>>): Promise<Page>;
}

export interface Arrived {
  /** Where the browser leaves this server; undefined where it stays on a page. */
  readonly left: URL | undefined;
  readonly page: Page;
  /** The pages on which the person had to do something, in order. */
  readonly met: readonly ('/login' | '/account/prove' | '/oauth/ask')[];
}

/** Takes a person from an app's request to the answer: they sign in, confirm who they are, and allow what is asked. */
export async function throughPages(
  visitor: Visitor,
  start: string,
  { username, password }: { username: string; password: string },
  origin = 'http://localhost:5000',
): Promise<Arrived> {
  // In development a request that doesn't want a page is the workshop's.
  const open = (at: string) => visitor.get(at, { headers: { accept: 'text/html' } });
  const met: Arrived['met'][number][] = [];
  let path = start;
  let page = await open(path);
  for (let hops = 0; hops < 30; hops++) {
    const to = page.headers.location ?? /^0; url=(.*)$/.exec(page.headers.refresh ?? '')?.[1];
    if (to !== undefined) {
      const target = new URL(to, origin);
      if (target.origin !== origin) return { left: target, page, met };
      path = `${target.pathname}${target.search}`;
      page = await open(path);
      continue;
    }
    const { pathname, searchParams } = new URL(path, origin);
    const next = searchParams.get('next') ?? '';
    const owner = markIn(page.text);
    const send = (form: Readonly<Record<string, string>>) =>
      visitor.submit(pathname, { ...form, ...(owner !== '' && { owner }) });
    if (page.status !== 200) return { left: undefined, page, met };
    if (pathname === '/login') {
      met.push(pathname);
      page = await send({ username, password, next });
    } else if (pathname === '/account/prove') {
      met.push(pathname);
      page = await send({ factor: 'password', password, next });
    } else if (pathname.startsWith('/oauth/ask/')) {
      met.push('/oauth/ask');
      page = await send({ decision: 'allow' });
    } else return { left: undefined, page, met };
  }
  throw new Error(`It goes round and round, last at ${path}.`);
}
