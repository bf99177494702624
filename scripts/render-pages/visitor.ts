import type { Answer, Body, Browser, Extras } from '../../test/support/browser-of.ts';
import { oneTagALine } from './format.ts';
import { normalise } from './normalise.ts';

/** A page as a person met it. */
export interface Shot {
  readonly name: string;
  readonly text: string;
  /** What was asked for, and what that led to. */
  readonly met: readonly Met[];
}

/** An answer by its route, as `GET /dev/mailbox/:id`. */
export interface Met {
  readonly route: string;
  readonly status: number;
}

const accept = 'text/html,application/xhtml+xml,*/*;q=0.8';

/** Differ with what is random in an answer, or say nothing of it. */
const unsaid = new Set(['content-length', 'date', 'connection', 'set-cookie', 'etag', 'last-modified']);

/** Somebody at a browser. What is given a name is kept as a file, all pages to which it leads included. */
export class Visitor {
  readonly browser: Browser;
  readonly #answered: () => Met;
  readonly #shots: Shot[];

  constructor(browser: Browser, answered: () => Met, shots: Shot[]) {
    this.browser = browser;
    this.#answered = answered;
    this.#shots = shots;
  }

  /** Opens a page. */
  async open(url: string, name?: string, extras: Extras = {}): Promise<Answer> {
    const answer = await this.browser.get(url, asPage(extras));
    return this.#follow(`GET ${url}`, answer, name);
  }

  /** Submits a form of a page. */
  async send(url: string, form: Record<string, string>, name?: string, extras: Extras = {}): Promise<Answer> {
    const answer = await this.browser.submit(url, form, asPage(extras));
    return this.#follow(`POST ${url}`, answer, name);
  }

  /** Asks the API as a script of a page does, for what no form can. Throws unless it is done. */
  async call(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, body?: object): Promise<Body> {
    const answer = await this.browser.send(method, url, body);
    if (answer.status >= 300) throw new Error(`${method} ${url}: ${answer.status} ${answer.text}`);
    return answer.body;
  }

  async #follow(request: string, first: Answer, name?: string): Promise<Answer> {
    const met = [this.#answered()];
    const answers: [string, Answer][] = [[request, first]];
    let last = first;
    while (last.headers.location?.startsWith('/') && met.length < 5) {
      const [url = '/'] = last.headers.location.split('#');
      last = await this.browser.get(url, asPage({}));
      met.push(this.#answered());
      answers.push([`GET ${url}`, last]);
    }
    if (name !== undefined) {
      const requestIds = answers.flatMap(([, { headers }]) => headers['x-request-id'] ?? []);
      const pages = answers.map(([asked, answer]) => written(asked, answer)).join('\n\n');
      this.#shots.push({ name, met, text: `${normalise(pages, requestIds)}\n` });
    }
    return last;
  }
}

function asPage({ headers, ...extras }: Extras): Extras {
  return { ...extras, headers: { accept, ...headers } };
}

/** The request, the head of the answer and the page. */
function written(asked: string, { status, headers, cookies, text }: Answer): string {
  const said = Object.entries(headers).filter(([name]) => !unsaid.has(name));
  const head = [
    asked,
    String(status),
    ...said.map(([name, value]) => `${name}: ${value}`).sort(),
    ...cookies.map((cookie) => `set-cookie: ${cookie}`),
  ];
  const isHtml = headers['content-type']?.startsWith('text/html') === true;
  return `<!--\n${head.join('\n')}\n-->\n${isHtml ? oneTagALine(text) : text}`;
}
