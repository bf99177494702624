import { once } from '../once.ts';

/** Takes longer to make than a page. */
const graphemes = once(() => new Intl.Segmenter());

/** The key, or the first letter of a site of another name. Decorative: the name stands beside it. */
export function Mark({ name }: { name: string }) {
  if (name !== 'Latchkey') {
    const [first] = graphemes().segment(name.toUpperCase());
    return (
      <span class="mark mark-letter" aria-hidden="true">
        {first?.segment}
      </span>
    );
  }
  return (
    <svg class="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">
      <rect class="mark-door" width="32" height="32" rx="8" />
      <g class="mark-key" fill="none" stroke-width="3">
        <circle cx="16" cy="10.75" r="4.75" />
        <path d="M16 15.5v11.25M16 20.5h4.25M16 25.25h5.5" />
      </g>
    </svg>
  );
}

/** A panelled door with its keyhole: the picture beside the forms and on the home page. */
export function Door() {
  return (
    <svg
      class="door"
      viewBox="0 0 240 400"
      preserveAspectRatio="xMidYMax meet"
      aria-hidden="true"
      focusable="false"
    >
      <path class="door-light" d="M0 400V120a120 120 0 0 1 240 0v280z" />
      <path class="door-leaf" d="M14 400V120a106 106 0 0 1 212 0v280z" />
      <g class="door-panel">
        <path d="M40 190v-70a80 80 0 0 1 72-79.6V190z" />
        <path d="M200 190v-70a80 80 0 0 0-72-79.6V190z" />
        <path d="M40 262h72v138H40zM128 262h72v138h-72z" />
      </g>
      <g class="door-lock">
        <circle cx="200" cy="226" r="13" />
        <path
          class="door-keyhole"
          d="M200 218.500a4.500 4.500 0 0 1 2.200 8.400l1.600 7.100h-7.600l1.600-7.100a4.500 4.500 0 0 1 2.200-8.400z"
        />
      </g>
    </svg>
  );
}
