import { useWords } from '../words/index.ts';
import { controlOf, Field, type FieldProps } from './fields.tsx';

interface LinkTokenFieldProps extends Omit<FieldProps, 'label' | 'hint'> {
  value: string;
}

/**
 * For the code of a link from a mail. Where JavaScript runs, `browser/link-token.ts` fills it in from the address and
 * hides it; else the person pastes the code, or the whole link.
 */
export function LinkTokenField({ value, ...field }: LinkTokenFieldProps) {
  const { linkToken, linkTokenHint: hint } = useWords().ui.fields;
  return (
    <div data-link-token={field.error ? 'refused' : 'waiting'}>
      <Field {...field} label={linkToken} hint={hint}>
        <input {...controlOf({ ...field, hint })} type="text" value={value} autocomplete="off" />
      </Field>
    </div>
  );
}

/** The script that a page with a {@link LinkTokenField} needs. */
export const linkTokenScript = 'link-token.js';
