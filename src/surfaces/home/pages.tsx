import { Layout } from '../../kit/ui/layout.tsx';
import { useIsLookedAt } from '../../kit/ui/looking-banner.tsx';
import { Door } from '../../kit/ui/mark.tsx';
import type { Site, Viewer } from '../../kit/ui/site.ts';
import { Time } from '../../kit/ui/time.tsx';
import { useWords } from '../../kit/words/index.ts';
import { Workshop } from './workshop.tsx';

interface HomePageProps {
  site: Site;
  viewer?: Viewer | undefined;
  /** The public address of this server, without a slash at its end. */
  baseUrl: string;
  /** When the session ends if nobody uses it, ISO 8601 in UTC. */
  idleExpiresAt?: string | undefined;
}

/** What this server is, and who you are to it. */
export function HomePage({ site, viewer, baseUrl, idleExpiresAt }: HomePageProps) {
  const { title, stranger } = useWords().home;
  return (
    <Layout
      site={site}
      viewer={viewer}
      title={title}
      description={(site.signUp ?? 'open') === 'open' ? stranger.description(site.name) : undefined}
    >
      <div class="hero">
        <div class="hero-words">
          {viewer ? <Known viewer={viewer} idleExpiresAt={idleExpiresAt} /> : <Stranger site={site} />}
        </div>
        <Door />
      </div>
      {site.development && (
        <>
          <Workshop baseUrl={baseUrl} />
          <ForDevelopers />
        </>
      )}
    </Layout>
  );
}

function ForDevelopers() {
  const { title, api, apps, problems } = useWords().home.builders;
  const ways = { '/reference': api, '/dev/apps/try': apps, '/problems': problems };
  return (
    <section class="doors" aria-labelledby="next-title">
      <h2 id="next-title">{title}</h2>
      <ul>
        {Object.entries(ways).map(([href, said]) => (
          <li key={href}>
            <a href={href}>
              <strong>{said.title}</strong>
              <span>{said.lead}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Known({ viewer, idleExpiresAt }: { viewer: Viewer; idleExpiresAt: string | undefined }) {
  const said = useWords().home.known;
  const isLookedAt = useIsLookedAt();
  return (
    <>
      <p class="eyebrow">{said.eyebrow}</p>
      <h1>{said.hello(<bdi>{viewer.username}</bdi>)}</h1>
      <p class="lead">
        {idleExpiresAt === undefined ? said.lead : said.leadUntil(<Time iso={idleExpiresAt} />)}
      </p>
      <div class="actions">
        <a class="button" href="/account">
          {said.account}
        </a>
        {!isLookedAt && (
          <form method="post" action="/logout">
            <button class="button button-quiet" type="submit">
              {said.logOut}
            </button>
          </form>
        )}
      </div>
    </>
  );
}

function Stranger({ site }: { site: Site }) {
  const words = useWords();
  const { stranger: said, builders } = words.home;
  const { signUp = 'open' } = site;
  const isOpen = signUp === 'open';
  const lead = isOpen ? said.lead : words.ui.signUp[signUp];
  return (
    <>
      <h1>{site.development ? builders.pitch : said.title(site.name)}</h1>
      <p class="lead">{site.development && isOpen ? builders.about(site.name) : lead}</p>
      <p class="actions">
        {isOpen && (
          <a class="button" href="/register">
            {said.register}
          </a>
        )}
        <a class={isOpen ? 'button button-quiet' : 'button'} href="/login">
          {said.logIn}
        </a>
      </p>
    </>
  );
}
