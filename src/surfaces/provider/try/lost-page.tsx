import { MessagePage } from '../../../kit/ui/message-page.tsx';
import type { Site, Viewer } from '../../../kit/ui/site.ts';
import { useWords } from '../../../kit/words/index.ts';
import { tryPath } from './demo-client.ts';

interface LostPageProps {
  site: Site;
  viewer: Viewer | undefined;
  why: 'none' | 'state';
}

/** Where somebody is brought back who began nothing, or something else. */
export function LostPage({ site, viewer, why }: LostPageProps) {
  const { lost } = useWords().tryApp;
  return (
    <MessagePage
      site={site}
      viewer={viewer}
      title={lost[why].title}
      lead={lost[why].lead}
      ways={[[tryPath, lost.again]]}
    />
  );
}
