/** Colours as `#rrggbb`, and how well one can be read on another (WCAG 2.2, 1.4.3). */

/** What text of a usual size needs on its background. */
export const enoughContrast = 4.5;

/** From 1 to 21, whichever of the two lies on the other. */
export function contrastOf(one: string, other: string): number {
  const [light = 1, dark = 0] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** `share` of the first colour, the rest of the second, from 0 to 1. */
export function mix(one: string, other: string, share: number): string {
  const others = channelsOf(other);
  return `#${channelsOf(one)
    .map((channel, at) => Math.round(channel * share + (others[at] ?? 0) * (1 - share)))
    .map((channel) => channel.toString(16).padStart(2, '0'))
    .join('')}`;
}

/** The colour, mixed with white until it can be read on `background`, which is a dark one. */
export function lightenFor(background: string, colour: string): string {
  for (let share = 1; share > 0; share -= 0.05) {
    const lighter = mix(colour, '#ffffff', share);
    if (contrastOf(lighter, background) >= enoughContrast) return lighter;
  }
  return '#ffffff';
}

/** Relative luminance, as WCAG 2.2 defines it. */
function luminanceOf(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channelsOf(colour).map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const channelsOf = (colour: string): number[] =>
  [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
