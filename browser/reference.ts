// Starts Scalar on the API page. Everything that would contact another host is off.
import { one } from './dom.ts';

interface Scalar {
  createApiReference(element: Element, configuration: Record<string, unknown>): unknown;
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
