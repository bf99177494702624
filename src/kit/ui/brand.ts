import { lightenFor, mix } from '../contrast.ts';

/** What links and buttons lie on, and the text of buttons, as `tokens.css` has them. */
export const grounds = {
  light: ['#ffffff', '#f4f7f3', '#eaf0ea'],
  dark: ['#0b1411', '#121e1a', '#0e1815'],
} as const;

/** The colours of a site as a style sheet that follows ours; undefined where it has none. */
export function brandStyles({
  colour,
  colourDark,
}: {
  readonly colour: string;
  readonly colourDark: string;
}): string | undefined {
  const dark = colourDark || (colour && lightenFor(grounds.dark[1], colour));
  const parts = [
    colour && `:root{${tokensOf(colour, '#000000', '#ffffff')}}`,
    dark && `@media(prefers-color-scheme:dark){:root{${tokensOf(dark, '#ffffff', grounds.dark[0])}}}`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? undefined : parts.join('\n');
}

/** `away` is what the colour goes towards under the pointer, `on` the text on it. */
function tokensOf(colour: string, away: string, on: string): string {
  return Object.entries({
    action: colour,
    'action-hover': mix(colour, away, 0.82),
    'on-action': on,
    link: colour,
    eyebrow: colour,
    focus: colour,
    door: colour,
    'door-edge': mix(colour, '#000000', 0.8),
    'door-panel': mix(colour, '#ffffff', 0.9),
  })
    .map(([name, value]) => `--${name}:${value}`)
    .join(';');
}
