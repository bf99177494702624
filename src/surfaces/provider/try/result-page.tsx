import { Fragment } from 'preact';
import { Layout } from '../../../kit/ui/layout.tsx';
import type { Site, Viewer } from '../../../kit/ui/site.ts';
import { Text } from '../../../kit/ui/text.tsx';
import { useWords } from '../../../kit/words/index.ts';
import { TrailBrief } from '../../trails/index.ts';
import { paths } from '../settings.ts';
import { ChoiceForm, type ChoiceFormProps } from './choice-form.tsx';
import { tryPath } from './demo-client.ts';
import { ExchangeStep } from './exchange-step.tsx';
import { Facts } from './facts.tsx';
import type { ShownRun } from './shown.ts';
import { Step } from './step.tsx';
import { TokenStep } from './token-step.tsx';

interface ResultPageProps {
  site: Site;
  viewer: Viewer | undefined;
  shown: ShownRun;
  form: Pick<ChoiceFormProps, 'choice' | 'resources'>;
}

/** GET `/dev/apps/try/result`: every request and answer of a sign-in, in order, with what this server noted beside it. */
export function ResultPage({ site, viewer, shown, form }: ResultPageProps) {
  const { title, result, form: labels } = useWords().tryApp;
  return (
    <Layout site={site} viewer={viewer} title={result.title}>
      <article class="tried">
        <header class="trails-head">
          <p class="eyebrow">
            <a href={tryPath}>{title}</a>
          </p>
          <h1>{result.title}</h1>
          <Verdict {...shown} />
        </header>
        <ol class="tried-steps">
          {shown.back && <ByBrowser {...shown} back={shown.back} />}
          {shown.exchanges.map((exchange) => (
            <Fragment key={exchange.moment}>
              <ExchangeStep {...exchange} />
              {exchange.moment === 'keys' && <TokenSteps {...shown} />}
            </Fragment>
          ))}
        </ol>
        <section class="tried-again" aria-labelledby="again-title">
          <h2 id="again-title">{labels.again}</h2>
          <ChoiceForm {...form} submit={labels.start} />
        </section>
      </article>
    </Layout>
  );
}

function Verdict({ fault, refusal, username, accessToken }: ShownRun) {
  const { result } = useWords().tryApp;
  if (!refusal) {
    const lives = Number(accessToken?.claims.exp) - Number(accessToken?.claims.iat);
    return (
      <p class="notice">
        <strong>{username === undefined ? result.signedIn : result.signedInAs(<bdi>{username}</bdi>)}</strong>{' '}
        {accessToken ? result.overBut(`${lives}`) : result.over}
      </p>
    );
  }
  const [finding = '', ...advice] = refusal.trail?.explanation ?? [];
  const lesson = refusal.isMeant && fault !== '' ? result.lessons[fault] : undefined;
  return (
    <div class={lesson === undefined ? 'notice notice-problem' : 'notice notice-warn'}>
      <p class="notice-title">{lesson === undefined ? result.refused : result.expected}</p>
      <p>
        <Text text={finding} /> {lesson === undefined && <Text text={advice.join(' ')} />}
      </p>
      {lesson !== undefined && <p>{lesson}</p>}
    </div>
  );
}

/** What the person's browser did, and what this server did meanwhile. */
function ByBrowser({ sent, meanwhile, back }: ShownRun & Required<Pick<ShownRun, 'back'>>) {
  const { result, parameters, returned } = useWords().tryApp;
  const { title, lead, leadRefused } = result.back;
  return (
    <>
      <Step {...result.sent}>
        <p>
          <code>{result.get(paths.authorization)}</code>
        </p>
        <Facts of={sent} meaning={parameters} />
      </Step>
      <Step {...result.meanwhile}>
        <div class="tried-trails">
          {meanwhile.map((trail) => (
            <TrailBrief key={trail.trail.id} shown={trail} />
          ))}
        </div>
      </Step>
      <Step title={title} lead={back.code === undefined ? leadRefused : lead}>
        <Facts of={back} meaning={returned} />
      </Step>
    </>
  );
}

function TokenSteps({ idToken, accessToken }: ShownRun) {
  const { result } = useWords().tryApp;
  return (
    <>
      {idToken && <TokenStep {...result.idToken} {...idToken} />}
      {accessToken && <TokenStep {...result.accessToken} {...accessToken} />}
    </>
  );
}
