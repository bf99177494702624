import type { ComponentChildren } from 'preact';
import { isoTime } from '../../../kit/clock.ts';
import { Badge } from '../../../kit/ui/console/badge.tsx';
import type { ConsoleFrame } from '../../../kit/ui/console/console-page.tsx';
import { CodeChip, Facts } from '../../../kit/ui/console/facts.tsx';
import { Panel } from '../../../kit/ui/console/panel.tsx';
import { Time } from '../../../kit/ui/time.tsx';
import { useWords } from '../../../kit/words/index.ts';
import { appKinds, type ShownApp } from '../../../operate/apps/index.ts';
import { PageBelow } from '../frame/section-page.tsx';
import { LastUsed } from './list-page.tsx';
import { scopesOfApp } from './schemas.ts';

/** One app: what it may do, how much it's used, and how it's changed. */
export function AppPage({ frame, shown }: { frame: ConsoleFrame; shown: ShownApp }) {
  const said = useWords().admin.apps;
  const { app } = shown;
  const isOn = app.disabled_at === null;
  return (
    <PageBelow
      frame={frame}
      section="apps"
      title={app.name}
      heading={<bdi>{app.name}</bdi>}
      badges={
        <>
          <Badge tone={isOn ? 'good' : 'bad'}>{isOn ? said.on : said.off}</Badge>
          <Badge tone="neutral">{said.kinds[app.kind]}</Badge>
        </>
      }
    >
      <div class="columns">
        <Settings shown={shown} />
        <Use shown={shown} />
      </div>
      <HowToChange shown={shown} />
    </PageBelow>
  );
}

function Settings({ shown }: { shown: ShownApp }) {
  const said = useWords().admin.apps.facts;
  const { app, metadata } = shown;
  // A machine signs nobody in.
  const signIn = [
    [said.redirects, <Codes key="redirects" codes={metadata.redirect_uris ?? []} />],
    [said.signedOut, <Codes key="out" codes={metadata.post_logout_redirect_uris ?? []} />],
    [said.pkce, app.pkce === 1 ? said.pkceOn : said.pkceOff],
    [said.consent, app.first_party === 1 ? said.notAsked : said.asked],
  ] as const;
  return (
    <Panel id="settings" title={said.title}>
      <Facts
        facts={[
          [said.id, <CodeChip key="id" code={app.id} label={said.id} />],
          [said.scopes, scopesOfApp(shown)?.join(', ') ?? said.everyScope],
          ...(app.kind === 'machine' ? [] : signIn),
          [said.added, <Time key="added" iso={isoTime(app.created_at)} />],
        ]}
      />
    </Panel>
  );
}

function Codes({ codes }: { codes: readonly string[] }) {
  const { none } = useWords().admin.apps.facts;
  if (codes.length === 0) return <>{none}</>;
  return (
    <ul class="plain">
      {codes.map((code) => (
        <li key={code}>
          <code>{code}</code>
        </li>
      ))}
    </ul>
  );
}

function Use({ shown: { app, people, lastUsedAt, secrets } }: { shown: ShownApp }) {
  const said = useWords().admin.apps.use;
  const used = [
    [said.people, said.count(people)],
    [said.lastUsed, <LastUsed key="used" at={lastUsedAt} />],
  ] as const;
  const held: [string, ComponentChildren] = [said.secrets, <Secrets key="secrets" secrets={secrets} />];
  return (
    <Panel id="use" title={said.title}>
      <Facts facts={appKinds[app.kind].hasSecret ? [...used, held] : used} />
    </Panel>
  );
}

/** When each secret was made and when it expires. The secret itself can't be read again. */
function Secrets({ secrets }: Pick<ShownApp, 'secrets'>) {
  const said = useWords().admin.apps.use;
  if (secrets.length === 0) return <>{said.noSecret}</>;
  return (
    <ul class="plain">
      {secrets.map(({ createdAt, expiresAt }) => (
        <li key={createdAt}>
          {said.secret} <Time iso={isoTime(createdAt)} />
          {expiresAt !== null && (
            <span class="cell-note">
              {said.expires} <Time iso={isoTime(expiresAt)} />
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

function HowToChange({ shown: { app } }: { shown: ShownApp }) {
  const said = useWords().admin.apps.change;
  const command = (name: string) => {
    const code = `latchkey apps ${name} ${inShell(app.id)}`;
    return <CodeChip key={name} code={code} label={code} />;
  };
  return (
    <Panel id="change" title={said.title} lead={said.lead}>
      <Facts
        facts={[
          [said.set, command('set')],
          ...(appKinds[app.kind].hasSecret ? ([[said.newSecret, command('new-secret')]] as const) : []),
          [said.remove, command('remove')],
        ]}
      />
    </Panel>
  );
}

/** The ID of an app may be the address of its document. */
const inShell = (id: string): string =>
  /^[\w.-]+$/.test(id) ? id : `'${id.replaceAll("'", String.raw`'\''`)}'`;
