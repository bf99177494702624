import { totpCode } from '../totp-codes.ts';

interface Mails {
  readonly mails: readonly { readonly subject: string; readonly text: string }[];
}

/**
 * Somebody who reads a page and types along: where a request shows a value of somebody else (`att_…`, a code), they put
 * in the one that they were given.
 */
export class GuideReader {
  readonly #url: string;
  #attempt = '';
  #token = '';
  #secret = '';
  #key = '';
  #recoveryCodes: string[] = [];
  #tag = '';
  #appCodes = 0;

  constructor(url: string) {
    this.#url = url;
  }

  /** The command as they send it. */
  async fill(command: string): Promise<string> {
    let filled = command
      .replaceAll('http://localhost:5000', this.#url)
      .replaceAll(/("v\d+\.)[\w-]{12}"/g, `$1${this.#tag}"`)
      .replaceAll('att_…', this.#attempt)
      .replaceAll('lkb_…', this.#token)
      .replaceAll('lkp_…', this.#key)
      .replaceAll('"br7x-…"', () => `"${this.#recoveryCodes.shift()}"`)
      .replaceAll('"123456"', () => `"${this.#appCode()}"`);
    if (filled.includes('lnk_…')) filled = filled.replaceAll('lnk_…', await this.#fromMail(/lnk_[\w-]+/));
    if (filled.includes('"1234 5678"'))
      filled = filled.replaceAll('"1234 5678"', `"${await this.#fromMail(/^\d{4} ?\d{4}$/m)}"`);
    return filled;
  }

  /** Keeps what they were given. */
  remember(answer: { readonly head: readonly string[]; readonly body: string }): void {
    const find = (pattern: RegExp, text = answer.body) => pattern.exec(text)?.[1];
    this.#attempt = find(/"attempt":"(att_\w+)"/) ?? this.#attempt;
    this.#token = find(/"token":"(lkb_[\w-]+)"/) ?? this.#token;
    this.#key = find(/"key":"(lkp_\w+)"/) ?? this.#key;
    this.#secret = find(/^([A-Z2-7]{32})$/) ?? this.#secret;
    this.#tag = find(/^etag: "v\d+\.([\w-]{12})"/m, answer.head.join('\n')) ?? this.#tag;
    const codes = find(/"recoveryCodes":(\[[^\]]*\])/);
    if (codes) this.#recoveryCodes = JSON.parse(codes) as string[];
  }

  /** Each code counts once: the second is the next half minute's, and there is no third that would count. */
  #appCode(): string {
    if (this.#appCodes > 1) throw new Error('A page can show two codes of an app, not three.');
    const code = totpCode(this.#secret, Date.now(), this.#appCodes);
    this.#appCodes += 1;
    return code;
  }

  async #fromMail(pattern: RegExp): Promise<string> {
    const answer = await fetch(`${this.#url}/dev/mailbox`, { headers: { accept: 'application/json' } });
    for (const { text } of ((await answer.json()) as Mails).mails) {
      const [found] = pattern.exec(text) ?? [];
      if (found) return found;
    }
    throw new Error(`No email has ${pattern}.`);
  }
}
