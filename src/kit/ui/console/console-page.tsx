import type { ComponentChildren } from 'preact';
import { useWords } from '../../words/index.ts';
import { Document, type DocumentProps } from '../document.tsx';
import { Mark } from '../mark.tsx';
import type { Site, Viewer } from '../site.ts';
import { Icon } from './icon.tsx';
import { Keys, KeysButton } from './keys.tsx';
import type { NavGroup } from './nav.ts';
import { Search } from './search.tsx';

/** What is the same on all pages of the console for one viewer. */
export interface ConsoleFrame {
  site: Site;
  viewer: Viewer;
  /** Only pages that the viewer may open. */
  nav: readonly NavGroup[];
  /** Where the search field leads, as `?search=`; left out where the viewer may not look for people. */
  searchAt?: string | undefined;
}

interface ConsolePageProps extends Omit<DocumentProps, 'site'> {
  frame: ConsoleFrame;
  /** The address of the page in the navigation that this one belongs to. */
  here: string;
  /** What was searched for. */
  searched?: string | undefined;
}

/**
 * The frame of the pages of the console: the navigation at the side, or in a menu where there is no room for it, and the
 * search above what the page shows. It works without scripts; `console.js` adds its keys.
 */
export function ConsolePage({ frame, here, searched, children, ...document }: ConsolePageProps) {
  const { site, viewer, nav, searchAt } = frame;
  const { styles = [], scripts = [] } = document;
  return (
    <Document
      {...document}
      site={site}
      shape="console"
      styles={['console.css', ...styles]}
      scripts={['console.js', ...scripts]}
    >
      <header class="console-side">
        <Brand site={site} />
        <Menu>
          <Nav nav={nav} here={here} />
          <Foot viewer={viewer} />
        </Menu>
        <div class="console-aside">
          <Nav nav={nav} here={here} />
          <Foot viewer={viewer} />
        </div>
      </header>
      <div class="console-body">
        {searchAt !== undefined && <Search at={searchAt} searched={searched} />}
        <main id="main" tabindex={-1}>
          {children}
        </main>
      </div>
      <Keys nav={nav} canSearch={searchAt !== undefined} />
    </Document>
  );
}

function Brand({ site }: { site: Site }) {
  return (
    <a class="console-brand" href="/admin">
      {site.logo ? (
        <img class="logo" src={site.logo} alt="" width="28" height="28" />
      ) : (
        <Mark name={site.name} />
      )}
      <span class="console-brand-name">{site.name}</span>{' '}
      <span class="console-tag">{useWords().console.name}</span>
    </a>
  );
}

/** For narrow windows, where the side is not shown. */
function Menu({ children }: { children: ComponentChildren }) {
  return (
    <details class="console-menu">
      <summary>
        <Icon name="menu" />
        {useWords().console.menu}
      </summary>
      <div class="console-menu-body">{children}</div>
    </details>
  );
}

function Nav({ nav, here }: Pick<ConsoleFrame, 'nav'> & { here: string }) {
  return (
    <nav class="console-nav" aria-label={useWords().console.nav}>
      {nav.map(({ label, items }) => (
        <div key={label} class="console-group">
          {label && <p>{label}</p>}
          <ul>
            {items.map((item) => (
              <li key={item.href}>
                <a
                  href={item.href}
                  aria-current={item.href === here ? 'page' : undefined}
                  data-console-key={item.key}
                >
                  <Icon name={item.icon} />
                  <span>{item.label}</span>
                  {item.count !== undefined && <span class="console-count">{item.count}</span>}
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

function Foot({ viewer }: { viewer: Viewer }) {
  const { yourAccount, signOut } = useWords().console;
  return (
    <div class="console-foot">
      <KeysButton />
      <a href="/account" title={viewer.username}>
        <Icon name="account" />
        <span class="sr-only">{yourAccount}: </span>
        <bdi>{viewer.username}</bdi>
      </a>
      <form method="post" action="/logout">
        <button type="submit">
          <Icon name="signOut" />
          {signOut}
        </button>
      </form>
    </div>
  );
}
