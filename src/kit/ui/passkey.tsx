import type { JsonValue } from '../json.ts';
import { type Say, useWords } from '../words/index.ts';

interface PasskeyButtonProps {
  /** What the script does: `browser/passkey.ts` has one act for each. */
  act: 'add' | 'log-in' | 'answer';
  /** Where passkeys work; null where this server has no name for them. */
  origin: string | null;
  label: string;
  isQuiet?: boolean;
  isSmall?: boolean;
  /** What the act needs. */
  data?: Readonly<Record<`data-${string}`, string | undefined>>;
}

/**
 * A button that a script makes work where passkeys do, or a sentence that says what is missing. It has its place before the
 * script runs, so that nothing jumps.
 */
function PasskeyButton({ act, origin, label, isQuiet, isSmall, data = {} }: PasskeyButtonProps) {
  const { elsewhere, withoutScript } = useWords().ui.passkey;
  if (origin === null) return null;
  return (
    <div class="passkey" data-passkey={act} data-origin={origin} {...data}>
      <button
        class={`button ${isQuiet ? 'button-quiet' : ''} ${isSmall ? 'button-small' : ''}`}
        type="button"
        data-passkey-button
        disabled
      >
        {label}
      </button>
      <p class="hint" data-passkey-elsewhere hidden>
        {elsewhere(
          <a href={origin} data-passkey-link>
            {origin}
          </a>,
        )}
      </p>
      <p class="hint" role="status" data-passkey-status />
      <noscript>
        <p class="hint">{withoutScript}</p>
      </noscript>
    </div>
  );
}

/** Has the recovery codes that came with the first passkey shown; the script fills them in. */
function CodesForm({ owner, next }: { owner?: string; next?: string }) {
  return (
    <form
      method="post"
      action="/account/security/passkeys/codes"
      data-owner={owner}
      data-passkey-codes
      hidden
    >
      <input type="hidden" name="codes" />
      {next !== undefined && <input type="hidden" name="next" value={next} />}
    </form>
  );
}

/** On the account's page. */
export function AddPasskey({ origin }: { origin: string | null }) {
  const { add } = useWords().ui.passkey;
  return (
    <>
      <PasskeyButton act="add" origin={origin} label={add} isQuiet isSmall />
      <CodesForm />
    </>
  );
}

/** In the middle of a login: what was made is sent to the attempt, and leads on to `next` past the recovery codes. */
export function AddPasskeyInLogin(props: PasskeyOffer & { next: string; accountId: string }) {
  const { origin, to, options, next, accountId } = props;
  const { add } = useWords().ui.passkey;
  const data = { 'data-to': to, 'data-options': JSON.stringify(options), 'data-next': next };
  return (
    <>
      <PasskeyButton act="add" origin={origin} label={add} data={data} />
      {/* Sent once the passkey has opened the session: the form is its account's, and no longer the login's. */}
      <CodesForm owner={accountId} next={next} />
    </>
  );
}

/**
 * On the login's page, below its form. A browser also suggests passkeys in the field for the username if that is told
 * so (`UsernameField` with `passkeys`), and here by `suggests`: that begins a login before anybody asks for one. `next` is
 * where the login leads.
 */
export function LogInWithPasskey(props: { origin: string | null; next: string; suggests: boolean }) {
  const { origin, next, suggests } = props;
  const { logIn } = useWords().ui.passkey;
  return (
    <PasskeyButton
      act="log-in"
      origin={origin}
      label={logIn}
      isQuiet
      data={{ 'data-next': next, 'data-suggests': suggests ? '' : undefined }}
    />
  );
}

/** What a passkey needs to answer. */
export interface PasskeyOffer {
  origin: string | null;
  /** Where the answer is sent: `/api/login/{attempt}/passkey`, `…/add-passkey` or `/api/reauthenticate`. */
  to: string;
  /** The `options` of the offer. */
  options: JsonValue;
}

interface AnswerWithPasskeyProps extends PasskeyOffer {
  label: Say;
  next: string;
  /** Another way beside the first one. */
  isQuiet?: boolean;
}

/** Where a passkey is asked for: as a second factor, or to prove again who one is. */
export function AnswerWithPasskey(props: AnswerWithPasskeyProps) {
  const { origin, label, to, options, next, isQuiet = false } = props;
  const words = useWords();
  const data = { 'data-to': to, 'data-options': JSON.stringify(options), 'data-next': next };
  return <PasskeyButton act="answer" origin={origin} label={label(words)} isQuiet={isQuiet} data={data} />;
}

/** The script that a page with one of these needs. */
export const passkeyScript = 'passkey.js';
