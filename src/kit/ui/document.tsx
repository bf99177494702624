import type { ComponentChildren } from 'preact';
import { useContext } from 'preact/hooks';
import { useWords } from '../words/index.ts';
import { FormOwnerContext } from './form-owner.tsx';
import { LookingBanner } from './looking-banner.tsx';
import type { Site } from './site.ts';

export interface DocumentProps {
  site: Site;
  title: string;
  /** What search engines say of the page; otherwise what the site is for. */
  description?: string | undefined;
  /** Logical names of the scripts that this page needs besides the one of every page. */
  scripts?: string[] | undefined;
  /** Logical names of further stylesheets. */
  styles?: string[] | undefined;
  /** True when a form on the page came back, so that the title says so first. */
  failed?: boolean | undefined;
  children?: ComponentChildren;
}

/** What every page has, whatever stands around its main part: head, skip link to `#main`, and the bar of development. */
export function Document({ shape, ...props }: DocumentProps & { shape: string }) {
  const { site } = props;
  const owner = useContext(FormOwnerContext);
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
        <LookingBanner />
        {props.children}
      </body>
    </html>
  );
}
