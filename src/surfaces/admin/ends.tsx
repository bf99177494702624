import { isoTime } from '../../kit/clock.ts';
import { days } from '../../kit/duration.ts';
import { controlOf, Field } from '../../kit/ui/fields.tsx';
import { type Say, useWords } from '../../kit/words/index.ts';

/** In days. */
const usualTerms = [1, 7, 30, 90, 180, 365] as const;

/** The end of a day in UTC, so that the same choice means the same until tomorrow. */
function endOf(now: number, count: number): string {
  const [day = ''] = isoTime(now + days(count)).split('T');
  return `${day}T23:59:59.000Z`;
}

interface EndFieldProps {
  name: 'until' | 'expiresAt';
  label: string;
  now: number;
  /** What was chosen, if the form is shown again. */
  chosen: string;
  /** The preselected term, in days; left out for none. */
  usual?: (typeof usualTerms)[number];
  error: Say | undefined;
}

/** The field for when something expires. Without a usual term it can also have no end. */
export function EndField({ name, label, now, chosen, usual, error }: EndFieldProps) {
  const { admin, ui } = useWords();
  const said = admin.ends;
  const format = new Intl.DateTimeFormat(ui.locale, { dateStyle: 'medium', timeZone: 'UTC' });
  const first = usual === undefined ? '' : endOf(now, usual);
  const field = { id: name, name, label, hint: said.hint, error };
  const { autocapitalize: _, autocorrect: __, spellcheck: ___, ...control } = controlOf(field);
  return (
    <Field {...field}>
      <select {...control} required={usual !== undefined}>
        {usual === undefined && (
          <option value="" selected={chosen === ''}>
            {said.never}
          </option>
        )}
        {usualTerms.map((count) => {
          const value = endOf(now, count);
          return (
            <option key={count} value={value} selected={value === (chosen || first)}>
              {said.after(count, format.format(new Date(value)))}
            </option>
          );
        })}
      </select>
    </Field>
  );
}
