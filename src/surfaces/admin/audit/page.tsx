import { isoTime } from '../../../kit/clock.ts';
import type { ConsoleFrame } from '../../../kit/ui/console/console-page.tsx';
import { DataTable, Pager } from '../../../kit/ui/console/data-table.tsx';
import { CodeChip, Empty, Facts } from '../../../kit/ui/console/facts.tsx';
import { FilterChoice, Filters, FilterText, listAddress } from '../../../kit/ui/console/filters.tsx';
import { Panel } from '../../../kit/ui/console/panel.tsx';
import { Time } from '../../../kit/ui/time.tsx';
import { useWords } from '../../../kit/words/index.ts';
import type { AuditReading, NamedAuditRow } from '../../../operate/audit/index.ts';
import { SectionPage } from '../frame/section-page.tsx';
import type { Neighbours } from '../list-cursors.ts';
import { PersonName } from '../person-name.tsx';

const here = '/admin/audit';

/** What the address of the page asks for; an empty filter is none. */
export interface WantedRows {
  readonly actor: string;
  readonly target: string;
  readonly act: string;
  /** A date. */
  readonly since: string;
}

interface AuditListPageProps {
  frame: ConsoleFrame;
  wanted: WantedRows;
  reading: AuditReading;
  beside: Neighbours;
  /** The viewer may open a person's page. */
  opensPeople: boolean;
}

/** The audit log, and how to check that nobody has changed it. */
export function AuditListPage({ frame, wanted, reading, beside, opensPeople }: AuditListPageProps) {
  const { items, head } = reading;
  const { newer, older } = beside;
  const said = useWords().admin.audit;
  const isFiltered = Object.values(wanted).some((value) => value !== '');
  return (
    <SectionPage frame={frame} section="audit" lead={said.lead}>
      <AuditFilters {...wanted} isFiltered={isFiltered} />
      <Panel id="rows" title={said.rows} flush>
        <AuditTable rows={items} opensPeople={opensPeople} />
        {items.length > 0 && (
          <Pager
            shown={said.shown(items.length)}
            newer={newer && listAddress(here, { ...wanted, cursor: newer })}
            older={older && listAddress(here, { ...wanted, cursor: older })}
          />
        )}
      </Panel>
      {head && <HowToVerify head={`${head.seq}:${head.hash}`} />}
    </SectionPage>
  );
}

function AuditFilters({ actor, target, act, since, isFiltered }: WantedRows & { isFiltered: boolean }) {
  const { admin, audit } = useWords();
  const said = admin.audit.filter;
  const acts = Object.entries(audit.acts).toSorted(([, one], [, other]) => one.localeCompare(other, 'en'));
  return (
    <Filters
      label={said.label}
      action={here}
      submit={said.submit}
      clear={isFiltered ? said.clear : undefined}
    >
      <FilterText name="actor" label={said.actor} value={actor} placeholder={said.actorHint} />
      <FilterText name="target" label={said.target} value={target} placeholder={said.actorHint} />
      <FilterChoice name="act" label={said.act} value={act} choices={[['', said.anyAct], ...acts]} />
      <FilterText name="since" label={said.since} value={since} type="date" />
    </Filters>
  );
}

function AuditTable({ rows, opensPeople }: { rows: readonly NamedAuditRow[]; opensPeople: boolean }) {
  const { admin, audit } = useWords();
  const said = admin.audit;
  const { act, actor, target, reason, at } = said.columns;
  return (
    <DataTable
      caption={said.caption}
      columns={[
        { label: act },
        { label: actor },
        { label: target },
        { label: reason },
        { label: at, short: true },
      ]}
      rows={rows.map((row) => ({
        key: String(row.seq),
        cells: [
          <>
            {audit.say(row.act)}
            <Details {...row} />
          </>,
          <Named
            key="actor"
            kind={said.actors[row.actor_kind]}
            id={row.actor_id}
            name={row.actorName ?? (row.actor_kind === 'command' ? row.device : undefined)}
            isLink={opensPeople && row.actor_kind === 'person'}
          />,
          row.target_kind === null ? (
            '–'
          ) : (
            <Named
              key="target"
              kind={said.targets[row.target_kind]}
              id={row.target_id}
              name={row.targetName}
              isLink={opensPeople && row.target_kind === 'account'}
            />
          ),
          row.reason === null ? '–' : <bdi>{row.reason}</bdi>,
          <>
            <Time iso={isoTime(row.at)} />
            <span class="cell-note">{said.row(row.seq)}</span>
          </>,
        ],
      }))}
      empty={<Empty title={said.nothing.title} text={said.nothing.text} />}
    />
  );
}

interface NamedProps {
  kind: string;
  id: string | null;
  name: string | undefined;
  /** It's a person, whose page the viewer may open. */
  isLink: boolean;
}

/** What something is called, and its kind. What has no name any more was deleted, and shows its ID. */
function Named({ kind, id, name, isLink }: NamedProps) {
  const shown = name ?? id;
  if (shown === null) return <>{kind}</>;
  return (
    <>
      {name === undefined ? <code>{shown}</code> : <PersonName id={isLink ? id : null} name={name} />}
      <span class="cell-note">{kind}</span>
    </>
  );
}

function Details({ detail, address, device, request_id: request }: NamedAuditRow) {
  const said = useWords().admin.audit;
  const facts = Object.entries(JSON.parse(detail ?? '{}') as Readonly<Record<string, unknown>>);
  const all = [...facts, [said.client, said.from(address, device)], [said.request, request ?? '']] as const;
  const known = all.filter(([, value]) => value !== '');
  if (known.length === 0) return null;
  return (
    <details class="row-details">
      <summary>{said.details}</summary>
      <dl>
        {known.map(([name, value]) => (
          <>
            <dt>{name}</dt>
            <dd>
              <bdi>{String(value)}</bdi>
            </dd>
          </>
        ))}
      </dl>
    </details>
  );
}

function HowToVerify({ head }: { head: string }) {
  const said = useWords().admin.audit.head;
  const check = 'latchkey audit verify';
  const checkFrom = `${check} --head ${head}`;
  return (
    <Panel id="verify" title={said.title} lead={said.lead(<code>{`${check} --head`}</code>)}>
      <Facts
        facts={[
          [said.newest, <CodeChip key="head" code={head} label={said.newest} />],
          [said.check, <CodeChip key="check" code={check} label={said.check} />],
          [said.checkFrom, <CodeChip key="from" code={checkFrom} label={said.checkFrom} />],
        ]}
      />
    </Panel>
  );
}
