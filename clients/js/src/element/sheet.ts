/** The look inside a shadow root, which the page's styles don't reach. No inline style, so a strict CSP lets it be. */
const rules = `
:host { display: block; font: inherit; color-scheme: light dark }
:host([theme=light]) { color-scheme: light }
:host([theme=dark]) { color-scheme: dark }
form, details { display: grid; gap: var(--latchkey-gap, 0.75rem); margin-block-end: var(--latchkey-gap, 0.75rem) }
h2, p { margin: 0 }
label, input, button { display: block; font: inherit }
input { box-sizing: border-box; inline-size: 100%; padding: 0.5em; border-radius: var(--latchkey-radius, 0.375rem) }
input { border: 1px solid GrayText; background: Field; color: FieldText }
button { padding: 0.5em 1em; border: 0; border-radius: var(--latchkey-radius, 0.375rem) }
button { background: var(--latchkey-accent, #1f6f54); color: var(--latchkey-on-accent, #fff); cursor: pointer }
[role=alert] { font-weight: 600 }
`;

/** Of the element itself in the light DOM; any rule of the page goes before it. */
const pageRules = ':where(latchkey-login) { display: block }';

const made = new Map<string, CSSStyleSheet>();

function sheetOf(text: string): CSSStyleSheet {
  const known = made.get(text);
  if (known) return known;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  made.set(text, sheet);
  return sheet;
}

export const sheetOfShadow = (): CSSStyleSheet => sheetOf(rules);

export function addPageSheet(): void {
  const sheet = sheetOf(pageRules);
  if (!document.adoptedStyleSheets.includes(sheet)) document.adoptedStyleSheets.push(sheet);
}
