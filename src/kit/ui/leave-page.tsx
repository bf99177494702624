import { useWords } from '../words/index.ts';
import { MessagePage } from './message-page.tsx';
import type { Site } from './site.ts';

/** The last page here before another site, which the header beside it leads to. */
export function LeavePage({ site, target }: { site: Site; target: string }) {
  const { leave } = useWords().ui;
  const { host } = new URL(target);
  return (
    <MessagePage site={site} title={leave.title} lead={leave.lead(host)} ways={[[target, leave.submit]]} />
  );
}
