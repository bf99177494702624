import { describedBy, Field } from '../kit/ui/fields.tsx';
import { ProblemSummary, SectionNotice } from '../kit/ui/form-problem.tsx';
import { Cancel, Change } from '../kit/ui/row.tsx';
import type { Done, FormProblem } from '../kit/ui/site.ts';
import { useWords } from '../kit/words/index.ts';

export interface DocumentView {
  /** The document as text: what is stored, or what the person typed when it was refused. */
  text: string;
  /** Of the stored document; the form sends it back so that no change is lost. */
  etag: string;
  problem?: FormProblem | undefined;
  maxBytes: number;
}

interface DataSectionProps {
  /** Undefined where the site doesn't show it. */
  document: DocumentView | undefined;
  done: Done | undefined;
}

/** All that is kept about the person, to take along, and the account's own JSON where the site shows it. */
export function DataSection({ document, done }: DataSectionProps) {
  const { data: said } = useWords().account;
  return (
    <section class="card card-rows" id="data" aria-labelledby="data-title">
      <h2 id="data-title">{said.title}</h2>
      <SectionNotice of="data" done={done} />
      <p class="card-lead">{said.lead}</p>
      <p class="actions">
        <a class="button button-small button-quiet" href="/account/export">
          {said.download}
        </a>
      </p>
      {document && (
        <Change of="data" label={said.edit} what={said.editWhat} open={document.problem !== undefined}>
          <DocumentForm data={document} />
        </Change>
      )}
    </section>
  );
}

/** The account's own JSON. A plain text area without JavaScript, an editor that helps with it. */
function DocumentForm({ data }: { data: DocumentView }) {
  const error = data.problem?.fields.data;
  const { data: said } = useWords().account;
  const hint = said.hint(data.maxBytes);
  return (
    <form
      class="form"
      method="post"
      action="/account/data"
      autocomplete="off"
      data-editor
      data-max-bytes={data.maxBytes}
    >
      <ProblemSummary problem={data.problem} controls={{ data: 'data-text' }} />
      <Field id="data-text" name="data" label={said.document} hint={hint} error={error} alone>
        <div class="editor">
          <textarea
            id="data-text"
            name="data"
            rows={10}
            spellcheck={false}
            autocapitalize="none"
            autocorrect="off"
            aria-invalid={error ? 'true' : undefined}
            aria-describedby={describedBy('data-text', { hint, error })}
          >
            {/* HTML drops a line break that follows the tag: this one is there to be dropped. */}
            {`\n${data.text}`}
          </textarea>
          <div class="editor-status" data-editor-status hidden>
            <p data-editor-verdict />
            <button class="link-button" type="button" data-editor-goto hidden>
              {said.toMistake}
            </button>
            <p class="editor-count" data-editor-count />
          </div>
          <p class="sr-only" role="status" data-editor-spoken />
        </div>
      </Field>
      <input type="hidden" name="etag" value={data.etag} />
      <p class="actions">
        <button class="button" type="submit">
          {said.save}
        </button>
        <button class="button button-quiet" type="button" data-editor-format hidden>
          {said.format}
        </button>
        <Cancel />
        <span class="editor-unsaved" data-editor-unsaved hidden>
          {said.unsaved}
        </span>
      </p>
    </form>
  );
}
