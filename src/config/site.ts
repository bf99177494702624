import { Type } from '../kit/schema.ts';
import { flag, place } from './keys.ts';

/** Which of our pages a site shows. */
export const pagesKeys = Type.Object({
  home: flag(
    true,
    'Whether `/` is a page with the ways to sign in and sign up. If not, `/` leads to the sign-in page, or to the account page of whoever is signed in. With `appUrl`, `/` leads there in production.',
  ),
  data: flag(
    false,
    'Whether the account page shows the JSON document with the data of the account, and lets people edit it. The API offers it either way.',
    { inDevelopment: true },
  ),
});

const linkDescription = (what: string, more = '') =>
  `The address of ${what}, which every page links to at its foot${more}. Without it, there is no such link.`;

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

/** How the pages look. */
export const brandKeys = Type.Object({
  logo: place(
    'image',
    '',
    'An SVG or PNG file with the logo of the site, at most 256 KiB, shown beside its name. A square one looks best. It is read at the start.',
  ),
  colour: place(
    'colour',
    '',
    'The colour of buttons and links on a light background, such as `#0d4f3f`. White text on it, and text in it on the page, must have a contrast of at least 4.5:1 (WCAG 2.2, 1.4.3).',
  ),
  colourDark: place(
    'colour',
    '',
    'The same on a dark background. Without it, it is `brand.colour` made as light as that needs.',
  ),
});
