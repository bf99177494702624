import type { Say } from '../words/index.ts';

/** What every page knows about the server that renders it. */
export interface Site {
  /** The name people see: in the title, the header, the forms. */
  name: string;
  /** Shows the workshop's requests and marks every page. */
  development: boolean;
  /** Who can sign up; everybody unless told otherwise. */
  signUp?: 'open' | 'invited' | 'closed';
  /** The address of a built file by its logical name, as {@link loadAssets} makes it. */
  asset(name: string): string;
  /** Addresses at the foot of every page. */
  links?: SiteLinks;
  /** The address of its logo; without one the pages show its first letter. */
  logo?: string | undefined;
  /** The address of a style sheet with its colours. */
  colours?: string | undefined;
}

/** Pages of the site itself; empty for those that it has not. */
export interface SiteLinks {
  readonly terms: string;
  readonly privacy: string;
  readonly support: string;
}

/** The account that looks at a page, when there is one. */
export interface Viewer {
  username: string;
}

/** Why a form came back: one sentence for the whole, one for each field that is wrong. */
export interface FormProblem {
  detail: Say;
  /** Field name to sentence. */
  fields: Record<string, Say>;
  /** Whole seconds, after which the form can be sent again. */
  retryAfter?: number | undefined;
}

/** What an act on a page did, and the id of the section that it belongs to. */
export interface Done {
  section: string;
  text: Say;
}
