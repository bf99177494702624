/** Drawn in lines of 1.5 pixels on a square of 16. */
const paths = {
  overview: 'M2.75 2.75h4v5h-4zM9.25 2.75h4v3h-4zM9.25 8.25h4v5h-4zM2.75 10.25h4v3h-4z',
  people:
    'M6 7.5a2.25 2.25 0 1 0 0-4.5 2.25 2.25 0 0 0 0 4.5zM1.75 13c.3-2.3 2-3.5 4.25-3.5s3.95 1.2 4.25 3.5M10.5 3.2a2.25 2.25 0 0 1 0 4.1M12 9.8c1.3.5 2.1 1.6 2.25 3.2',
  attempts: 'M1.75 8.25h3l2-4.75 2.75 9 1.75-4.25h3',
  invitations: 'M2 4.25h12v8H2zM2.25 4.5 8 8.75l5.75-4.25',
  roles:
    'M8 1.75 13.25 3.75v3.75c0 3-2 5.25-5.25 6.75-3.25-1.5-5.25-3.75-5.25-6.75V3.75zM5.75 7.75l1.75 1.75 3-3.25',
  tokens:
    'M10.25 9.25a3.5 3.5 0 1 0-3.3-2.3L2 11.9V14h2.25v-1.5h1.5V11h1.5l1.7-1.95c.4.1.9.2 1.3.2zM11 5h.01',
  apps: 'M8 1.75l5.5 3v6.5L8 14.25l-5.5-3v-6.5zM2.75 5 8 8l5.25-3M8 8v6',
  export: 'M8 2v8M4.75 6.75 8 10l3.25-3.25M2.5 13.25h11',
  mail: 'M2 9.25 4 3h8l2 6.25v3.5H2zM2.25 9.5h3.25l1 1.75h3l1-1.75h3.25',
  audit: 'M3.75 1.75h8.5v12.5h-8.5zM6 5h4M6 8h4M6 11h2.5',
  settings: 'M2 4.5h6.5M11.5 4.5H14M2 11.5h2.5M7.5 11.5H14M10 3v3M6 10v3',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.25 10.25 14 14',
  menu: 'M2 4.25h12M2 8h12M2 11.75h12',
  account: 'M8 7.75a2.75 2.75 0 1 0 0-5.5 2.75 2.75 0 0 0 0 5.5zM2.75 14c.4-2.7 2.4-4 5.25-4s4.85 1.3 5.25 4',
  keyboard: 'M1.75 4h12.5v8H1.75zM4.25 6.75h.01M6.75 6.75h.01M9.25 6.75h.01M11.75 6.75h.01M5 9.5h6',
  signOut: 'M6.25 2.25h-3.5v11.5h3.5M10.5 5l3 3-3 3M6.5 8h7',
  danger: 'M8 2 14.5 13.5h-13zM8 6.5v3M8 11.5h.01',
  next: 'M6 3.5 10.5 8 6 12.5',
} as const;

export type IconName = keyof typeof paths;

/** Decorative: a word stands beside it. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
