import { type Say, useWords, type Words } from '../words/index.ts';
import { Layout } from './layout.tsx';
import type { Site, Viewer } from './site.ts';
import { SupportCode } from './support-code.tsx';
import { Text } from './text.tsx';

/** A field of a form that wasn't taken. */
export interface KeptField {
  readonly name: string;
  /** Null for a field that nobody typed; it's sent again as it was. */
  readonly label: Say | null;
  readonly value: string;
}

/** Whether any of the fields has something typed in it that may be given back. */
export function isTyped(kept: readonly KeptField[]): boolean {
  return kept.some(({ label, value }) => label !== null && value !== '');
}

/** What is said of a form that wasn't taken. */
export interface UnsentWords {
  readonly title: string;
  /** Where nothing that was typed can be given back. */
  readonly nothing: string;
  /** Above what was typed. */
  readonly typed: string;
  /** The label of the way to go first. */
  readonly way?: string;
}

interface UnsentPageProps {
  site: Site;
  viewer?: Viewer | undefined;
  said: (words: Words) => UnsentWords;
  /** What was wrong with the form itself. */
  problem?: Say | undefined;
  /** Where to go first, in a new tab, so that this page stays. */
  way?: string | undefined;
  /** What was typed, without passwords and codes. */
  kept: readonly KeptField[];
  /** Where and for whom it can be sent again; undefined when it can't. */
  again?: { readonly action: string; readonly owner: string } | undefined;
}

/** A form couldn't be taken: says why, and gives back what was typed. Works without JavaScript. */
export function UnsentPage({ site, viewer, said, problem, way, kept, again }: UnsentPageProps) {
  const words = useWords();
  const { title, nothing, typed: stillHere, way: label } = said(words);
  const typed = kept.filter((field) => field.label !== null);
  const stays = typed.length > 0 ? { target: '_blank', rel: 'noopener' } : {};
  return (
    <Layout site={site} viewer={viewer} title={title} failed>
      <article class="prose">
        <h1>{title}</h1>
        {problem && (
          <p class="notice notice-problem" role="alert">
            <Text text={problem(words)} />
          </p>
        )}
        <p class="lead">{isTyped(kept) ? stillHere : nothing}</p>
        {way && (
          <p class="actions">
            <a class="button" href={way} {...stays}>
              {label}
            </a>
          </p>
        )}
        {again && typed.length > 0 ? (
          <form class="form" method="post" action={again.action} data-owner={again.owner} autocomplete="off">
            <KeptFields kept={kept} />
            <p class="actions">
              <button class="button button-quiet" type="submit">
                {words.ui.unsent.sendAgain}
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
  const words = useWords();
  return (
    <>
      {kept.map(({ name, label, value }) => {
        const id = `kept-${name}`;
        if (label === null) return <input key={name} type="hidden" name={name} value={value} />;
        return (
          <div key={name} class="field">
            <label for={id}>{label(words)}</label>
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
