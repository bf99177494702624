import { Notice } from '../../kit/ui/form-problem.tsx';
import { Layout } from '../../kit/ui/layout.tsx';
import type { Site, Viewer } from '../../kit/ui/site.ts';
import type { Say } from '../../kit/words/index.ts';

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
  return (
    <Layout site={site} viewer={viewer} title="Your recovery codes" scripts={['recovery-codes.js']}>
      <div class="task">
        <header class="task-head">
          <p class="eyebrow no-print">
            <a href="/account#recovery-codes">Your account</a>
          </p>
          <Notice text={notice} />
          <h1>Your recovery codes</h1>
          <p class="lead no-print">
            Keep them where you keep what matters, and not on the phone that they are for. They are shown this
            once.
          </p>
        </header>
        <section class="card codes" aria-labelledby="codes-title" data-codes>
          <h2 id="codes-title" class="codes-title">
            {site.name}, account <bdi>{viewer.username}</bdi>
          </h2>
          <ol class="codes-list">
            {codes.map((code) => (
              <li key={code}>
                <code data-code>{code}</code>
              </li>
            ))}
          </ol>
          <p class="hint">
            Made on {madeAt.slice(0, 10)}. Each is good once, in the place of your second factor. Upper and
            lower case and the hyphens do not matter.
          </p>
          <p class="actions no-print" data-codes-actions hidden>
            <button class="button" type="button" data-codes-print>
              Print
            </button>
            <button class="button button-quiet" type="button" data-codes-save>
              Save as a file
            </button>
            <button class="button button-quiet" type="button" data-codes-copy hidden>
              <span data-codes-copy-word>Copy</span>
            </button>
          </p>
        </section>
        <p class="actions no-print">
          <a class="button button-quiet" href={next}>
            I have them
          </a>
        </p>
      </div>
    </Layout>
  );
}
