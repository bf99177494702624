import type { ProviderSettings } from '../../config/index.ts';
import { useWords } from '../../kit/words/index.ts';

export interface WithProvidersProps {
  providers: readonly Pick<ProviderSettings, 'id' | 'label'>[];
  next: string;
}

/** A link for each provider that people can sign in with. */
export function WithProviders({ providers, next }: WithProvidersProps) {
  const { outside } = useWords();
  return (
    <>
      {providers.map(({ id, label }) => (
        <a
          key={id}
          class="button button-quiet button-wide"
          href={`/login/with/${id}?${new URLSearchParams({ next })}`}
        >
          {outside.continueWith(label)}
        </a>
      ))}
    </>
  );
}
