import type { ComponentChildren } from 'preact';
import { Layout } from './layout.tsx';
import type { Site, Viewer } from './site.ts';

interface MessagePageProps {
  site: Site;
  viewer?: Viewer | undefined;
  title: string;
  /** The title, unless it is said in other words. */
  heading?: string;
  lead: string;
  /** Where to go on, the usual way first. */
  ways: [href: string, words: string][];
  children?: ComponentChildren;
}

/** A page that says what was done and leads on. */
export function MessagePage({ site, viewer, title, heading, lead, ways, children }: MessagePageProps) {
  return (
    <Layout site={site} viewer={viewer} title={title}>
      <article class="prose">
        <h1>{heading ?? title}</h1>
        <p class="lead">{lead}</p>
        {children}
        <p class="actions">
          {ways.map(([href, words], at) => (
            <a key={href} class={at === 0 ? 'button' : 'button button-quiet'} href={href}>
              {words}
            </a>
          ))}
        </p>
      </article>
    </Layout>
  );
}
