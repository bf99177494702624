// Starts Scalar on the API page. Everything that would contact another host is off.
import { afterPause, each, one } from './dom.ts';

interface Scalar {
  createApiReference(element: Element, configuration: Record<string, unknown>): unknown;
}

/**
 * Names the buttons that it leaves without a name, or with one that isn't what they show (WCAG 4.1.2, 2.5.3). Its header
 * is not the page's.
 */
function mend(): void {
  each('[data-reference] header', (header) => {
    header.role = 'presentation';
  });
  each<HTMLButtonElement>('[data-reference] button', (button) => {
    const text = button.innerText.trim();
    if (text === '' && !button.title && !button.ariaLabel && !button.hasAttribute('aria-labelledby'))
      button.ariaLabel = 'Copy';
    else if (text !== '' && button.ariaLabel && !button.ariaLabel.includes(text))
      button.ariaLabel = `${button.ariaLabel}: ${text}`;
  });
}

const element = one(document, '[data-reference]');
const { Scalar } = globalThis as unknown as { Scalar: Scalar };

Scalar.createApiReference(element, {
  url: element.dataset.url,
  withDefaultFonts: false,
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  hideClientButton: true,
  showDeveloperTools: 'never',
  theme: 'none',
  orderSchemaPropertiesBy: 'preserve',
});

new MutationObserver(afterPause(200, mend)).observe(element, { childList: true, subtree: true });
