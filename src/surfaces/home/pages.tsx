import { Layout } from '../../kit/ui/layout.tsx';
import { Door } from '../../kit/ui/mark.tsx';
import type { Site, Viewer } from '../../kit/ui/site.ts';
import { Time } from '../../kit/ui/time.tsx';
import { Workshop } from './workshop.tsx';

interface HomePageProps {
  site: Site;
  viewer?: Viewer | undefined;
  /** The public address of this server, without a slash at its end. */
  baseUrl: string;
  sessionExpiresAt?: string | undefined;
  /** Where the guide lies, when this server has one to show. */
  guideUrl?: string | undefined;
}

/** What this server is, and who you are to it. */
export function HomePage({ site, viewer, baseUrl, sessionExpiresAt, guideUrl }: HomePageProps) {
  return (
    <Layout site={site} viewer={viewer} title="Home">
      <div class="hero">
        <div class="hero-words">
          {viewer ? <Known viewer={viewer} sessionExpiresAt={sessionExpiresAt} /> : <Stranger site={site} />}
        </div>
        <Door />
      </div>
      {site.development && <Workshop baseUrl={baseUrl} />}
      <section class="doors" aria-labelledby="next-title">
        <h2 id="next-title">For those who build with it</h2>
        <ul>
          <li>
            <a href="/reference">
              <strong>API console</strong>
              <span>Every request of this server, to read and to try.</span>
            </a>
          </li>
          <li>
            <a href="/problems">
              <strong>Error codes</strong>
              <span>What each refusal means and how to mend it.</span>
            </a>
          </li>
          {guideUrl !== undefined && (
            <li>
              <a href={guideUrl}>
                <strong>Guide</strong>
                <span>What happens when somebody logs in, step by step.</span>
              </a>
            </li>
          )}
        </ul>
      </section>
    </Layout>
  );
}

function Known({ viewer, sessionExpiresAt }: { viewer: Viewer; sessionExpiresAt: string | undefined }) {
  return (
    <>
      <p class="eyebrow">You are in</p>
      <h1>
        Hello, <bdi>{viewer.username}</bdi>.
      </h1>
      <p class="lead">
        This browser is logged in as you
        {sessionExpiresAt !== undefined && (
          <>
            {' '}
            until <Time iso={sessionExpiresAt} />
          </>
        )}
        .
      </p>
      <div class="actions">
        <a class="button" href="/account">
          Your account
        </a>
        <form method="post" action="/logout">
          <button class="button button-quiet" type="submit">
            Log out
          </button>
        </form>
      </div>
    </>
  );
}

function Stranger({ site }: { site: Site }) {
  return (
    <>
      <h1>The front door for everything you build.</h1>
      <p class="lead">
        {site.name} registers people, logs them in and keeps their data, for any frontend. Nobody is logged in
        with this browser yet.
      </p>
      <p class="actions">
        <a class="button" href="/register">
          Register
        </a>
        <a class="button button-quiet" href="/login">
          Log in
        </a>
      </p>
    </>
  );
}
