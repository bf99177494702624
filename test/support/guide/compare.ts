import { expect } from 'vitest';
import type { Block } from './blocks.ts';

/** What is another in every run: ids, times, secrets. */
function settled(text: string): string {
  return text
    .replaceAll(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '{id}')
    .replaceAll(/\d{4}-\d\d-\d\d(T[\d:.]+Z| \d\d:\d\d(:\d\d)?)/g, '{time}')
    .replaceAll(/\b\d{1,2} [A-Z][a-z]+ \d{4} at \d\d:\d\d/g, '{time}')
    .replaceAll(/\b(lks|lkb)_[\w-]+/g, '$1_{secret}')
    .replaceAll(/\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4} \(att_\w+\)/g, '{code} ({attempt})')
    .replaceAll(/att_[0-9a-z]{8,}/g, '{attempt}')
    .replaceAll(/\b[A-Z2-7]{32}\b/g, '{key}')
    .replaceAll(/\b\d+(\.\d+)? (ms|s)\b/g, '{time} $2')
    .replaceAll(/("v\d+\.)[\w-]{12}"/g, '$1{account}"')
    .replaceAll(/latchkey-device-\w+=[^;]+/g, 'latchkey-device-{name}={value}')
    .replaceAll(/("requestId": ?"|x-request-id: )[\w-]+/g, '$1{request}')
    .replaceAll(/http:\/\/localhost:\d+/g, '{server}');
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const withoutSpaces = (json: string): string => json.replaceAll(/("(?:[^"\\]|\\.)*")|\s+/g, '$1');

/** `…` stands for anything in a line, and alone in a line for any lines. */
function patternOf(shown: string): RegExp {
  const escaped = shown.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll(/^…(?:\n|$)/gm, '(?:.*\\n)*?').replaceAll('…', '.*')}$`);
}

/** A head without a body after it says nothing about the body. `…` stands for lines that are left out. */
function splitHead(text: string): [head: string[], body: string | undefined] {
  const [head = '', ...body] = text.split('\n\n');
  const lines = head.split('\n').filter((line) => line !== '' && line !== '…');
  return [lines, body.length > 0 ? body.join('\n\n') : undefined];
}

/** The shown answer against the real one: of the head the lines that are shown; the whole body, but for `…`. */
export function compareAnswer(
  { info, text }: Block,
  answer: { readonly head: readonly string[]; readonly body: string },
  where: string,
): void {
  const [head, body] = info === 'http' ? splitHead(text) : [[], text];
  const lines = answer.head.map(settled);
  for (const line of head) expect(lines, where).toContain(settled(line));
  if (body === undefined) return;
  const real = settled(answer.body);
  const shown = settled(body.replace(/\n$/, ''));
  if (info === 'json' && shown.includes('…')) {
    const compact = withoutSpaces(answer.body).replaceAll(/http:\/\/localhost:\d+/g, '{server}');
    expect(compact, where).toMatch(patternOf(withoutSpaces(shown)));
  } else if (parsed(shown) === undefined) expect(real, where).toBe(shown);
  else expect(parsed(real), where).toEqual(parsed(shown));
}

const tidy = (text: string): string =>
  `${settled(text)
    .replaceAll(/[^\S\n]+/g, ' ')
    .replaceAll(/^ | $/gm, '')
    .trim()}\n`;

/** What a command prints. The line that names the data counts where it is shown. */
export function compareOutput({ text }: Block, output: string, where: string): void {
  const shown = tidy(text);
  const real = tidy(/^Data: /m.test(text) ? output : output.replaceAll(/^Data: .*\n/gm, ''));
  if (!patternOf(shown).test(real)) expect(real, where).toBe(shown);
}
