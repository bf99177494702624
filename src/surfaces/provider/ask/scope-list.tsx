import { durationInWords } from '../../../kit/duration.ts';
import { useWords } from '../../../kit/words/index.ts';

export interface ScopeListProps {
  /** What an app wants of the account. */
  readonly scopes: readonly string[];
  /** What it wants elsewhere, in words. */
  readonly resources: readonly { readonly name: string; readonly scopes: readonly string[] }[];
  /** For how long at most, in milliseconds. */
  readonly lasts: number;
}

/** What an app may do once it is allowed, a line each. */
export function ScopeList({ scopes, resources, lasts }: ScopeListProps) {
  const { ask } = useWords().apps;
  return (
    <>
      <ul class="scopes">
        {scopes.map((scope) => (
          <li key={scope}>{ask.scope(scope)}</li>
        ))}
        {resources.flatMap(({ name, scopes: wanted }) =>
          wanted.map((text) => <li key={`${name} ${text}`}>{ask.at(name, text)}</li>),
        )}
      </ul>
      <p class="hint">{ask.lasts(durationInWords(lasts), scopes.includes('offline_access'))}</p>
    </>
  );
}
