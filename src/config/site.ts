import { Type } from '../kit/schema.ts';
import { flag, place } from './keys.ts';

/** Which built-in pages a site shows. */
export const pagesKeys = Type.Object({
  home: flag(
    true,
    "Whether `/` shows a home page with links to sign in and sign up. Otherwise `/` redirects to the sign-in page, or to the account page if you're signed in. In production with `appUrl`, `/` redirects there.",
  ),
  data: flag(
    false,
    'Whether people can view and edit the JSON data of their account on the account page. The API always offers it.',
    { inDevelopment: true },
  ),
});

const linkDescription = (what: string, more = '') =>
  `The URL of ${what}${more}. Every page links to it in the footer. Without it, there is no link.`;

/** Pages of the site that this server links to. */
export const linksKeys = Type.Object({
  terms: place('link', '', linkDescription('the terms of service')),
  privacy: place('link', '', linkDescription('the privacy policy')),
  support: place(
    'contact',
    '',
    linkDescription('the help page', ', or an email address as `mailto:help@example.com`'),
  ),
});

/** What the pages look like. */
export const brandKeys = Type.Object({
  logo: place(
    'image',
    '',
    'An SVG or PNG file with your logo, up to 256 KiB, shown next to the site name. A square logo looks best. It is read when the server starts.',
  ),
  colour: place(
    'colour',
    '',
    'The color of buttons and links on a light background, such as `#0d4f3f`. White text on it, and text in this color on the page, must have a contrast of at least 4.5:1 (WCAG 2.2, 1.4.3).',
  ),
  colourDark: place(
    'colour',
    '',
    'The color of buttons and links on a dark background. By default, a lighter `brand.colour` with enough contrast.',
  ),
});
