import { AddPasskeyInLogin, type PasskeyOffer } from '../../kit/ui/passkey.tsx';

/** In the middle of a login that wants a second factor: the button that makes a passkey, and what it is. */
export function AddPasskeyCard(props: PasskeyOffer & { next: string; accountId: string }) {
  return (
    <section class="card" aria-labelledby="passkey-title">
      <h2 id="passkey-title">A passkey</h2>
      <p class="card-lead">
        Your phone, your computer or a security key proves that it is you, by a finger, a face or a PIN.
      </p>
      <AddPasskeyInLogin {...props} />
    </section>
  );
}
