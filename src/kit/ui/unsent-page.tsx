import { Layout } from './layout.tsx';
import type { Site, Viewer } from './site.ts';
import { SupportCode } from './support-code.tsx';

/** A field of a form that wasn't taken. */
export interface KeptField {
  readonly name: string;
  /** Null for a field that nobody typed; it's sent again as it was. */
  readonly label: string | null;
  readonly value: string;
}

interface UnsentPageProps {
  site: Site;
  viewer?: Viewer | undefined;
  title: string;
  /** What was wrong with the form itself. */
  problem?: string | undefined;
  lead: string;
  /** What to do first, in a new tab, so that this page stays. */
  way?: readonly [href: string, words: string] | undefined;
  /** What was typed, without passwords and codes. */
  kept: readonly KeptField[];
  /** Where and for whom it can be sent again; undefined when it can't. */
  again?: { readonly action: string; readonly owner: string } | undefined;
}

/** A form couldn't be taken: says why, and gives back what was typed. Works without JavaScript. */
export function UnsentPage({ site, viewer, title, problem, lead, way, kept, again }: UnsentPageProps) {
  const typed = kept.filter(({ label }) => label !== null);
  const stays = typed.length > 0 ? { target: '_blank', rel: 'noopener' } : {};
  return (
    <Layout site={site} viewer={viewer} title={title} failed>
      <article class="prose">
        <h1>{title}</h1>
        {problem && (
          <p class="notice notice-problem" role="alert">
            {problem}
          </p>
        )}
        <p class="lead">{lead}</p>
        {way && (
          <p class="actions">
            <a class="button" href={way[0]} {...stays}>
              {way[1]}
            </a>
          </p>
        )}
        {again && typed.length > 0 ? (
          <form class="form" method="post" action={again.action} data-owner={again.owner} autocomplete="off">
            <KeptFields kept={kept} />
            <p class="actions">
              <button class="button button-quiet" type="submit">
                Send again
              </button>
            </p>
          </form>
        ) : (
          <div class="form">
            <KeptFields kept={typed} isFixed />
          </div>
        )}
        <SupportCode />
      </article>
    </Layout>
  );
}

function KeptFields({ kept, isFixed = false }: { kept: readonly KeptField[]; isFixed?: boolean }) {
  return (
    <>
      {kept.map(({ name, label, value }) => {
        const id = `kept-${name}`;
        if (label === null) return <input key={name} type="hidden" name={name} value={value} />;
        return (
          <div key={name} class="field">
            <label for={id}>{label}</label>
            <textarea id={id} name={name} rows={Math.min(12, value.split('\n').length)} readonly={isFixed}>
              {/* HTML drops a line break that follows the tag: this one is there to be dropped. */}
              {`\n${value}`}
            </textarea>
          </div>
        );
      })}
    </>
  );
}
