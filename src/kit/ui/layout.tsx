import type { ComponentChildren } from 'preact';
import { useContext } from 'preact/hooks';
import { useWords } from '../words/index.ts';
import { FormOwnerContext } from './form-owner.tsx';
import { Mark } from './mark.tsx';
import type { Site, Viewer } from './site.ts';

export interface LayoutProps {
  site: Site;
  viewer?: Viewer | undefined;
  title: string;
  /** What search engines say of the page; otherwise what the site is for. */
  description?: string | undefined;
  /** Logical names of the scripts that this page needs besides the one of every page. */
  scripts?: string[] | undefined;
  /** Logical names of further stylesheets. */
  styles?: string[] | undefined;
  /** `split` is for the forms beside the door; `wide` lets the page fill the window. */
  shape?: 'plain' | 'split' | 'wide' | undefined;
  /** True when a form on the page came back, so that the title says so first. */
  failed?: boolean | undefined;
  children?: ComponentChildren;
}

/** The frame of every page: head, skip link, header, main, footer. No inline script and no inline style. */
export function Layout(props: LayoutProps) {
  const { site, viewer, shape = 'plain' } = props;
  const owner = useContext(FormOwnerContext);
  // The console of the API brings its own.
  const Main = shape === 'wide' ? 'div' : 'main';
  const { language, problem, skipLink, development, description } = useWords().ui;
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <title>{`${props.failed ? `${problem} ` : ''}${props.title} · ${site.name}`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="theme-color" media="(prefers-color-scheme: light)" content="#f4f7f3" />
        <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#0b1411" />
        <link rel="icon" href={site.logo ?? site.asset('favicon.svg')} />
        <meta name="description" content={props.description ?? description(site.name)} />
        {['latchkey.css', ...(props.styles ?? [])].map((name) => (
          <link key={name} rel="stylesheet" href={site.asset(name)} />
        ))}
        {site.colours && <link rel="stylesheet" href={site.colours} />}
        {['page.js', ...(props.scripts ?? [])].map((name) => (
          <script key={name} type="module" src={site.asset(name)} />
        ))}
      </head>
      <body class={`shape-${shape}`} data-owner={owner || undefined}>
        <a class="skip-link" href="#main">
          {skipLink}
        </a>
        {site.development && (
          <aside class="development" aria-label={development.label}>
            <strong>{development.name}</strong>
            <span>{development.purpose}</span>
            <a href="/dev/trails">{development.trails}</a>
            <a href="/dev/mailbox">{development.mailbox}</a>
            <a href="/dev/apps/try">{development.tryApp}</a>
          </aside>
        )}
        <Header site={site} viewer={viewer} />
        <Main id="main" tabindex={-1}>
          {props.children}
        </Main>
        <Footer site={site} />
      </body>
    </html>
  );
}

function Header({ site, viewer }: { site: Site; viewer: Viewer | undefined }) {
  const { header } = useWords().ui;
  return (
    <header class="site-header">
      <a class="brand" href="/">
        {site.logo ? (
          <img class="logo" src={site.logo} alt="" width="32" height="32" />
        ) : (
          <Mark name={site.name} />
        )}
        <span class="brand-name">{site.name}</span>
      </a>
      <nav class="site-nav" aria-label={header.label}>
        {viewer ? (
          <>
            <a class="nav-link nav-user" href="/account" title={viewer.username}>
              <span class="sr-only">{header.yourAccount} </span>
              <bdi>{viewer.username}</bdi>
            </a>
            <form method="post" action="/logout">
              <button class="nav-link" type="submit">
                {header.logOut}
              </button>
            </form>
          </>
        ) : (
          <>
            <a class="nav-link" href="/login">
              {header.logIn}
            </a>
            {(site.signUp ?? 'open') === 'open' && (
              <a class="nav-link nav-link-strong" href="/register">
                {header.register}
              </a>
            )}
          </>
        )}
      </nav>
    </header>
  );
}

function Footer({ site }: { site: Site }) {
  const { footer } = useWords().ui;
  const { terms = '', privacy = '', support = '' } = site.links ?? {};
  const ways: readonly (readonly [href: string, said: string])[] = [
    [terms, footer.terms],
    [privacy, footer.privacy],
    [support, footer.support],
    // Whoever signs in to a shop needs neither.
    ...(site.development
      ? ([
          ['/reference', footer.api],
          ['/problems', footer.problems],
        ] as const)
      : []),
  ];
  return (
    <footer class="site-footer">
      <p>{site.development ? footer.promise(site.name) : site.name}</p>
      <ul aria-label={footer.label}>
        {ways
          .filter(([href]) => href !== '')
          .map(([href, said]) => (
            <li key={href}>
              <a href={href}>{said}</a>
            </li>
          ))}
      </ul>
    </footer>
  );
}
