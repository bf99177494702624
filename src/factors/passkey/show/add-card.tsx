import { AddPasskeyInLogin, type PasskeyOffer } from '../../../kit/ui/passkey.tsx';
import { useWords } from '../../../kit/words/index.ts';

/** In the middle of a login that wants a second factor: the button that makes a passkey, and what it is. */
export function AddPasskeyCard(props: PasskeyOffer & { next: string; accountId: string }) {
  const { addCard: said } = useWords().passkey;
  return (
    <section class="card" aria-labelledby="passkey-title">
      <h2 id="passkey-title">{said.title}</h2>
      <p class="card-lead">{said.lead}</p>
      <AddPasskeyInLogin {...props} />
    </section>
  );
}
