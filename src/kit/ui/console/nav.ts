import type { IconName } from './icon.tsx';

/** A page of the console, as the navigation has it. */
interface NavItem {
  readonly href: string;
  readonly label: string;
  readonly icon: IconName;
  /** The letter that goes there after a `g`. */
  readonly key?: string;
  /** How much waits there; left out where nothing does. */
  readonly count?: string;
}

export interface NavGroup {
  /** Left out for the first. */
  readonly label?: string;
  readonly items: readonly NavItem[];
}
