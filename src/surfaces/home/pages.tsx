import { Layout } from '../../kit/ui/layout.tsx';
import { Door } from '../../kit/ui/mark.tsx';
import type { Site, Viewer } from '../../kit/ui/site.ts';
import { Time } from '../../kit/ui/time.tsx';
import { useWords, type Words } from '../../kit/words/index.ts';
import { Workshop } from './workshop.tsx';

interface HomePageProps {
  site: Site;
  viewer?: Viewer | undefined;
  /** The public address of this server, without a slash at its end. */
  baseUrl: string;
  sessionEnds?: SessionEnds | undefined;
}

/** Both ISO 8601 in UTC. */
interface SessionEnds {
  /** When it ends at the latest. */
  at: string;
  /** When it ends if it isn't used; never later. */
  idleAt: string;
}

/** What this server is, and who you are to it. */
export function HomePage({ site, viewer, baseUrl, sessionEnds }: HomePageProps) {
  const { title, stranger } = useWords().home;
  return (
    <Layout site={site} viewer={viewer} title={title} description={stranger.description(site.name)}>
      <div class="hero">
        <div class="hero-words">
          {viewer ? <Known viewer={viewer} ends={sessionEnds} /> : <Stranger site={site} />}
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
  const { title, api, problems } = useWords().home.builders;
  const ways = { '/reference': api, '/problems': problems };
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

function Known({ viewer, ends }: { viewer: Viewer; ends: SessionEnds | undefined }) {
  const said = useWords().home.known;
  return (
    <>
      <p class="eyebrow">{said.eyebrow}</p>
      <h1>{said.hello(<bdi>{viewer.username}</bdi>)}</h1>
      <p class="lead">{ends ? sayEnds(said, ends) : said.lead}</p>
      <div class="actions">
        <a class="button" href="/account">
          {said.account}
        </a>
        <form method="post" action="/logout">
          <button class="button button-quiet" type="submit">
            {said.logOut}
          </button>
        </form>
      </div>
    </>
  );
}

function sayEnds(said: Words['home']['known'], { at, idleAt }: SessionEnds) {
  const end = <Time iso={at} />;
  return at === idleAt ? said.leadUntil(end) : said.leadUntilIdle(end, <Time iso={idleAt} />);
}

function Stranger({ site }: { site: Site }) {
  const { stranger: said, builders } = useWords().home;
  return (
    <>
      <h1>{site.development ? builders.pitch : said.title(site.name)}</h1>
      <p class="lead">{site.development ? builders.about(site.name) : said.lead}</p>
      <p class="actions">
        <a class="button" href="/register">
          {said.register}
        </a>
        <a class="button button-quiet" href="/login">
          {said.logIn}
        </a>
      </p>
    </>
  );
}
