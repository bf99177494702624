import { Row } from '../../kit/ui/row.tsx';
import type { Done } from '../../kit/ui/site.ts';
import { Time } from '../../kit/ui/time.tsx';
import { useWords } from '../../kit/words/index.ts';
import type { IdentityView } from '../../people/outside/index.ts';

interface IdentitiesRowProps {
  identities: readonly IdentityView[];
  /** The providers of the configuration. */
  providers: readonly { id: string; label: string }[];
  done: Done | undefined;
}

/** What somebody signs in with at other providers, a button to disconnect each, and one to connect another. */
export function IdentitiesRow({ identities, providers, done }: IdentitiesRowProps) {
  const said = useWords().account.identities;
  return (
    <Row id="identities" title={said.title} value={identities.length === 0 && said.none} done={done}>
      {identities.length > 0 && (
        <ul class="list">
          {identities.map(({ id, label, name, usedAt }) => (
            <li key={id}>
              <p>
                <strong>{label}</strong> {name !== null && <bdi>{name}</bdi>}
                <br />
                <span class="hint">
                  {said.lastUsed} <Time iso={usedAt} />
                </span>
              </p>
              <form method="post" action={`/account/identities/${id}/remove`}>
                <button class="button button-small button-quiet button-danger" type="submit">
                  {said.disconnect}
                  <span class="sr-only"> {label}</span>
                </button>
              </form>
            </li>
          ))}
        </ul>
      )}
      {providers.map(({ id, label }) => (
        <form key={id} method="post" action={`/account/identities/${id}/connect`}>
          <button class="button button-small button-quiet" type="submit">
            {said.connect(label)}
          </button>
        </form>
      ))}
    </Row>
  );
}
