import { Notice } from '../../kit/ui/form-problem.tsx';
import { Layout } from '../../kit/ui/layout.tsx';
import type { Site, Viewer } from '../../kit/ui/site.ts';
import { type Say, useWords } from '../../kit/words/index.ts';

interface RecoveryCodesPageProps {
  site: Site;
  viewer: Viewer;
  codes: readonly string[];
  /** ISO 8601 in UTC. */
  madeAt: string;
  /** Where it leads on. */
  next: string;
  notice?: Say | undefined;
}

/** The one time that recovery codes are shown. On paper only the list and whose it is are left. */
export function RecoveryCodesPage({ site, viewer, codes, madeAt, next, notice }: RecoveryCodesPageProps) {
  const { page: said } = useWords()['recovery-code'];
  return (
    <Layout site={site} viewer={viewer} title={said.title} scripts={['recovery-codes.js']}>
      <div class="task">
        <header class="task-head">
          <p class="eyebrow no-print">
            <a href="/account#recovery-codes">{said.toAccount}</a>
          </p>
          <Notice text={notice} />
          <h1>{said.title}</h1>
          <p class="lead no-print">{said.lead}</p>
        </header>
        <section class="card codes" aria-labelledby="codes-title" data-codes>
          <h2 id="codes-title" class="codes-title">
            {site.name}
            <span class="no-print">{said.whose(<bdi>{viewer.username}</bdi>)}</span>
          </h2>
          <ol class="codes-list">
            {codes.map((code) => (
              <li key={code}>
                <code data-code>{code}</code>
              </li>
            ))}
          </ol>
          <p class="hint no-print">{said.made(madeAt.slice(0, 10))}</p>
          <p class="actions no-print" data-codes-actions hidden>
            <button class="button" type="button" data-codes-print>
              {said.print}
            </button>
            <button class="button button-quiet" type="button" data-codes-save>
              {said.save}
            </button>
            <button class="button button-quiet" type="button" data-codes-copy hidden>
              <span data-codes-copy-word>{said.copy}</span>
            </button>
          </p>
        </section>
        <div class="codes-kept no-print" data-codes-kept>
          <p class="check">
            <input id="kept" type="checkbox" />
            <label for="kept">{said.kept}</label>
          </p>
          <a class="button" href={next}>
            {said.done}
          </a>
        </div>
      </div>
    </Layout>
  );
}
