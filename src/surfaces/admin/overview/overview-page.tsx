import { Chart } from '../../../kit/charts/index.ts';
import type { ConsoleFrame } from '../../../kit/ui/console/console-page.tsx';
import { Figure, Figures, Panel } from '../../../kit/ui/console/panel.tsx';
import { Tabs } from '../../../kit/ui/console/tabs.tsx';
import { Text } from '../../../kit/ui/text.tsx';
import { useWords, type Words } from '../../../kit/words/index.ts';
import { type Counted, failureNames, type Span, spans } from '../../../people/statistics/index.ts';
import { SectionPage } from '../frame/section-page.tsx';
import { type Attention, type OverviewFacts, roughly, sumOver } from './read-overview.ts';

interface OverviewPageProps {
  frame: ConsoleFrame;
  overview: OverviewFacts;
}

/** `/admin`: what needs attention, and how many people signed in, failed to, and registered. */
export function OverviewPage({ frame, overview }: OverviewPageProps) {
  const said = useWords().admin.overview;
  const { span, statistics, attention } = overview;
  return (
    <SectionPage
      frame={frame}
      section="overview"
      lead={statistics || attention.length > 0 ? said.lead : said.leadAlone}
    >
      {attention.length > 0 && <Attentions frame={frame} attention={attention} />}
      {statistics && (
        <>
          <Periods span={span} />
          <Numbers frame={frame} statistics={statistics} mail={overview.mail} />
          <Charts statistics={statistics} />
        </>
      )}
    </SectionPage>
  );
}

const addressOf = (span: Span): string => (span === '24-hours' ? '/admin' : `/admin?span=${span}`);

function Periods({ span }: { span: Span }) {
  const { overview: said } = useWords().admin;
  const tabs = (Object.keys(spans) as Span[]).map((one) => ({
    href: addressOf(one),
    label: said.spans[one],
  }));
  return <Tabs label={said.period} tabs={tabs} here={addressOf(span)} />;
}

/** The list with the details; undefined where the viewer may not open it. */
function listAt({ nav }: ConsoleFrame, address: string): string | undefined {
  const [page] = address.split('?');
  return nav.some(({ items }) => items.some(({ href }) => href === page)) ? address : undefined;
}

const saysMore = {
  errors: '/admin/attempts?outcome=failed',
  givenUp: '/admin/mail?state=given-up',
  late: '/admin/mail?state=waiting',
  mailOff: '/admin/settings',
  aloneAdministrator: undefined,
} as const satisfies Readonly<Record<Attention['of'], string | undefined>>;

function Attentions({
  frame,
  attention,
}: Pick<OverviewPageProps, 'frame'> & Pick<OverviewFacts, 'attention'>) {
  const words = useWords();
  const { links } = words.admin.overview.attention;
  const linkTo = (of: Attention['of']) => {
    const address = saysMore[of];
    const href = address && listAt(frame, address);
    return href && of !== 'aloneAdministrator' && <a href={href}>{links[of]}</a>;
  };
  return (
    <Panel id="attention" title={words.admin.overview.attention.title} count={String(attention.length)}>
      <ul class="attention">
        {attention.map((one) => (
          <li key={one.of}>
            <p>
              <Text text={inWords(words, one)} />
            </p>
            {linkTo(one.of)}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function inWords(words: Words, attention: Attention): string {
  const said = words.admin.overview.attention;
  if (attention.of === 'late') return said.late(attention.age);
  if (!('count' in attention)) return said[attention.of];
  return said[attention.of](numberIn(words)(attention.count), attention.count === 1);
}

/** Formats whole numbers by the locale. */
const numberIn = ({ admin: { overview } }: Words) => {
  const format = new Intl.NumberFormat(overview.locale);
  return (count: number): string => format.format(count);
};

type NumbersProps = Pick<OverviewPageProps, 'frame'> & {
  statistics: Counted;
  mail: OverviewFacts['mail'];
};

function Numbers({ frame, statistics, mail }: NumbersProps) {
  const words = useWords();
  const { figures: said, locale } = words.admin.overview;
  const count = numberIn(words);
  const signIns = sumOver(statistics, ['sign-ins']);
  const failures = sumOver(statistics, failureNames);
  const recovered = sumOver(statistics, ['passwords-recovered']);
  const percent = new Intl.NumberFormat(locale, { style: 'percent' });
  const all = signIns + failures;
  return (
    <Figures>
      <Figure
        label={said.signIns}
        value={count(signIns)}
        note={recovered > 0 && said.recovered(count(recovered), recovered === 1)}
        href={listAt(frame, '/admin/attempts?outcome=done')}
      />
      <Figure
        label={said.failures}
        value={count(failures)}
        note={failures > 0 && said.share(percent.format(failures / all))}
        href={listAt(frame, '/admin/attempts?outcome=refused')}
      />
      <Figure
        label={said.registrations}
        value={count(sumOver(statistics, ['registrations']))}
        href={listAt(frame, '/admin/accounts')}
      />
      {mail && (
        <Figure
          label={said.waiting}
          value={count(mail.count)}
          note={
            mail.oldestAge === undefined
              ? said.sent(count(sumOver(statistics, ['emails-sent'])))
              : said.oldest(roughly(mail.oldestAge))
          }
          href={listAt(frame, '/admin/mail?state=waiting')}
        />
      )}
    </Figures>
  );
}

function Charts({ statistics: { span, starts, counts } }: { statistics: Counted }) {
  const { figures: said, failed } = useWords().admin.overview;
  const unit = span === '24-hours' ? 'hour' : 'day';
  const failures = failureNames.map((name) => ({ name: failed[name], values: counts[name] }));
  return (
    <>
      <div class="columns">
        <Chart
          {...{ id: 'sign-ins', title: said.signIns, unit, starts }}
          series={[{ name: said.signIns, values: counts['sign-ins'] }]}
        />
        <Chart
          {...{ id: 'registrations', title: said.registrations, unit, starts }}
          series={[{ name: said.registrations, values: counts.registrations }]}
        />
      </div>
      <Chart {...{ id: 'failures', title: said.failures, unit, starts }} series={failures} />
    </>
  );
}
