import type { Factor } from '../../../src/factors/factor.ts';
import type { Answer as Answered, Browser } from '../browser-of.ts';
import type { Answer } from './driver.ts';

/** A form of a page, as a browser without scripts would send it. */
export interface Form {
  readonly action: string;
  /** Its hidden fields. */
  readonly hidden: Readonly<Record<string, string>>;
  /** What is to be filled in. */
  readonly fields: readonly string[];
}

/** The form of a page that answers a factor: it has all that the answer has; undefined where there is none. */
export function formThatAnswers(page: string, { name, answer }: Factor): Form | undefined {
  const wanted = Object.keys((answer as unknown as { readonly properties: object }).properties);
  return formsOf(page).find(
    ({ hidden, fields }) =>
      (hidden.factor === undefined || hidden.factor === name) &&
      wanted.every((field) => fields.includes(field)),
  );
}

/** Sends a form with its hidden fields, its others filled in. */
export async function sendForm(
  browser: Browser,
  form: Form | undefined,
  typed: Answer['body'] = {},
): Promise<Answered> {
  if (!form) throw new Error('The page has no such form.');
  const filled = Object.fromEntries(Object.entries(typed).map(([field, value]) => [field, String(value)]));
  return browser.send('POST', form.action, undefined, { form: { ...form.hidden, ...filled } });
}

/** The forms of a page, but for those whose fields would stand in an address. */
export function formsOf(page: string): Form[] {
  return [...page.matchAll(/<form\b([^>]*\smethod="post"[^>]*)>(.*?)<\/form>/gs)].map(
    ([, tag = '', inside = '']) => {
      const inputs = [...inside.matchAll(/<input\b[^>]*>/g)].map(([input]) => input);
      const isHidden = (input: string) => attribute(input, 'type') === 'hidden';
      return {
        action: attribute(tag, 'action'),
        hidden: Object.fromEntries(
          inputs.filter(isHidden).map((input) => [attribute(input, 'name'), attribute(input, 'value')]),
        ),
        fields: inputs.filter((input) => !isHidden(input)).map((input) => attribute(input, 'name')),
      };
    },
  );
}

function attribute(tag: string, name: string): string {
  return (new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '').replaceAll('&amp;', '&');
}
