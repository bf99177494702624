import { useEffect, useState } from 'react';
import { login } from './login.js';

/** The notes in a document. Everything else in it belongs to other apps and stays. */
const notesIn = (data) => (Array.isArray(data?.notes) ? data.notes.map(String) : []);

const isObject = (data) => typeof data === 'object' && data !== null && !Array.isArray(data);

/** A list of notes, kept under "notes" in the account's document. */
export function Notes({ attempt }) {
  const [document, setDocument] = useState();
  const [draft, setDraft] = useState('');

  useEffect(() => {
    void attempt(async () => setDocument(await login.data()));
  }, []);

  if (!document) return null;
  const notes = notesIn(document.value);

  /** Changes the notes that the server has now, so a change made elsewhere isn't lost. */
  const change = (make) =>
    attempt(async () => {
      let known = document;
      for (;;) {
        try {
          setDocument(await login.patchData(patchOf(known.value, make(notesIn(known.value))), known.etag));
          return known === document ? 'Saved.' : 'Saved, together with a change made elsewhere.';
        } catch (error) {
          if (error.code !== 'stale-data') throw error;
          known = await login.data();
        }
      }
    });

  const add = async (event) => {
    event.preventDefault();
    const note = draft.trim();
    if (note === '') return;
    setDraft('');
    await change((notes) => [...notes, note]);
  };

  return (
    <>
      <ul className="notes" aria-label="Notes">
        {notes.map((note, index) => (
          <li key={index}>
            {note}
            <button
              type="button"
              className="quiet"
              aria-label={`Remove ${note}`}
              onClick={() => change((notes) => without(notes, note))}
            >
              Remove
            </button>
          </li>
        ))}
      </ul>
      <form onSubmit={add}>
        <label htmlFor="draft">A new note</label>
        <input id="draft" value={draft} onChange={(event) => setDraft(event.target.value)} />
        <div className="actions">
          <button type="submit">Add</button>
        </div>
      </form>
    </>
  );
}

/** A document that isn't an object, such as the text of a workshop account, becomes one with the text in it. */
function patchOf(data, notes) {
  return isObject(data) ? { notes } : { before: data, notes };
}

function without(notes, note) {
  const at = notes.indexOf(note);
  return at < 0 ? notes : notes.toSpliced(at, 1);
}
