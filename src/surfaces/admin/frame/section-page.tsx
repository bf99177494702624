import type { ComponentChildren } from 'preact';
import { type ConsoleFrame, ConsolePage } from '../../../kit/ui/console/console-page.tsx';
import { type Crumb, PageHead, type PageHeadProps } from '../../../kit/ui/console/page-head.tsx';
import { useWords } from '../../../kit/words/index.ts';
import { consolePages, type SectionName } from './pages.ts';

interface CommonProps extends Omit<PageHeadProps, 'title' | 'crumbs'> {
  frame: ConsoleFrame;
  section: SectionName;
  children: ComponentChildren;
}

interface SectionPageProps extends CommonProps {
  /** Left out where the page is named like its section. */
  title?: string;
  /** What was searched for. */
  searched?: string;
  scripts?: string[];
}

/** The page of the console that a line of the navigation leads to. */
export function SectionPage({ frame, section, searched, scripts, children, ...props }: SectionPageProps) {
  const { label, href } = useSection(section);
  const { title = label, ...head } = props;
  return (
    <ConsolePage frame={frame} here={href} title={title} searched={searched} scripts={scripts}>
      <PageHead title={title} {...head} />
      {children}
    </ConsolePage>
  );
}

interface PageBelowProps extends CommonProps {
  title: string;
  /** The heading, where it's more than the title. */
  heading?: ComponentChildren;
  /** The pages between the section's and this one. */
  above?: readonly Crumb[];
}

/** A page of the console below that of its section. */
export function PageBelow({ frame, section, title, heading, above = [], children, ...head }: PageBelowProps) {
  const { label, href } = useSection(section);
  return (
    <ConsolePage frame={frame} here={href} title={title}>
      <PageHead title={heading ?? title} crumbs={[{ href, label }, ...above]} {...head} />
      {children}
    </ConsolePage>
  );
}

function useSection(section: SectionName): Crumb {
  const { pages } = useWords().admin.frame;
  const { href = '' } = consolePages.find(({ name }) => name === section) ?? {};
  return { href, label: pages[section] };
}
