import { useWords } from '../words/index.ts';
import { Document, type DocumentProps } from './document.tsx';
import { useIsLookedAt } from './looking-banner.tsx';
import { Mark } from './mark.tsx';
import type { Site, Viewer } from './site.ts';

export interface LayoutProps extends DocumentProps {
  viewer?: Viewer | undefined;
  /** `split` is for the forms beside the door; `wide` lets the page fill the window. */
  shape?: 'plain' | 'split' | 'wide' | undefined;
}

/** The frame of every page: head, skip link, header, main, footer. No inline script and no inline style. */
export function Layout({ viewer, shape = 'plain', children, ...document }: LayoutProps) {
  // The console of the API brings its own.
  const Main = shape === 'wide' ? 'div' : 'main';
  const isLookedAt = useIsLookedAt();
  return (
    <Document {...document} shape={shape}>
      <Header site={document.site} viewer={viewer} />
      <Main id="main" tabindex={-1}>
        {/* Whoever looks at somebody's account changes nothing there: its fields and buttons say so. */}
        {isLookedAt ? (
          <fieldset class="looked-at" disabled>
            {children}
          </fieldset>
        ) : (
          children
        )}
      </Main>
      <Footer site={document.site} />
    </Document>
  );
}

function Header({ site, viewer }: { site: Site; viewer: Viewer | undefined }) {
  const { header } = useWords().ui;
  const isLookedAt = useIsLookedAt();
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
            {!isLookedAt && (
              <form method="post" action="/logout">
                <button class="nav-link" type="submit">
                  {header.logOut}
                </button>
              </form>
            )}
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
