import { controlOf, Field } from './fields.tsx';

interface LinkTokenFieldProps {
  id: string;
  name: string;
  value: string;
  error?: string | undefined;
  /** See {@link Field}. */
  alone?: boolean | undefined;
  /** The page opens with the cursor here. */
  first?: boolean | undefined;
}

/**
 * For the code of a link from a mail. Where JavaScript runs, `browser/link-token.ts` fills it in from the address and
 * hides it; else the person pastes the code, or the whole link.
 */
export function LinkTokenField({ id, name, value, error, alone, first }: LinkTokenFieldProps) {
  const hint = 'It stands in the mail below the button. The whole link will do, too.';
  return (
    <div data-link-token>
      <Field id={id} name={name} label="Code from the mail" hint={hint} error={error} alone={alone}>
        <input
          {...controlOf({ id, name, hint, error, first })}
          type="text"
          value={value}
          autocomplete="off"
        />
      </Field>
    </div>
  );
}

/** The script that a page with a {@link LinkTokenField} needs. */
export const linkTokenScript = 'link-token.js';
