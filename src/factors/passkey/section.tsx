import { SectionNotice } from '../../kit/ui/form-problem.tsx';
import { AddPasskey } from '../../kit/ui/passkey.tsx';
import type { Done } from '../../kit/ui/site.ts';
import { Time } from '../../kit/ui/time.tsx';
import { LastFactor } from '../last-factor.tsx';
import type { Passkey } from './passkey.ts';

interface PasskeysSectionProps {
  passkeys: readonly Passkey[];
  /** Where passkeys work; null where this server has no name for them. */
  origin: string | null;
  /** There is one, and it is the last second factor of an account that must have one. */
  mustStay: boolean;
  done?: Done | undefined;
}

/** The account's passkeys, each with its end, and the button for another. */
export function PasskeysSection({ passkeys, origin, mustStay, done }: PasskeysSectionProps) {
  return (
    <section class="card" id="passkeys" aria-labelledby="passkeys-title">
      <h2 id="passkeys-title">Passkeys {passkeys.length > 0 && <span class="chip chip-good">On</span>}</h2>
      <SectionNotice of="passkeys" done={done} />
      <p class="card-lead">
        Your phone, your computer or a security key proves that it is you, by a finger, a face or a PIN. No
        false page can ask for that.
      </p>
      {passkeys.length > 0 && (
        <ul class="sessions">
          {passkeys.map((passkey) => (
            <PasskeyRow key={passkey.id} passkey={passkey} mustStay={mustStay} />
          ))}
        </ul>
      )}
      {origin === null ? (
        <p class="hint">None can be added here: this server has an address of numbers, and no name.</p>
      ) : (
        <AddPasskey origin={origin} />
      )}
    </section>
  );
}

function PasskeyRow({ passkey, mustStay }: { passkey: Passkey; mustStay: boolean }) {
  const { id, name, synced, opensAlone, createdAt, lastUsedAt } = passkey;
  return (
    <li class="session">
      <h3>
        <bdi>{name}</bdi> {synced && <span class="chip">Synced</span>}
      </h3>
      <dl>
        <div>
          <dt>Added</dt>
          <dd>
            <Time iso={createdAt} />
          </dd>
        </div>
        <div>
          <dt>Last used</dt>
          <dd>{lastUsedAt === null ? 'Not yet' : <Time iso={lastUsedAt} show="ago" />}</dd>
        </div>
        <div>
          <dt>Logs in</dt>
          <dd>{opensAlone ? 'by itself' : 'after your password'}</dd>
        </div>
      </dl>
      <ChangePasskey id={id} name={name} mustStay={mustStay} />
    </li>
  );
}

function ChangePasskey({ id, name, mustStay }: { id: string; name: string; mustStay: boolean }) {
  const action = `/account/security/passkeys/${encodeURIComponent(id)}`;
  const field = `passkey-name-${id}`;
  return (
    <details class="fold">
      <summary>
        {mustStay ? 'Rename' : 'Rename or remove'}
        <span class="sr-only"> {name}</span>
      </summary>
      <form class="form form-narrow" method="post" action={`${action}/rename`}>
        <div class="field">
          <label for={field}>Name</label>
          <input id={field} name="name" type="text" value={name} maxlength={60} required autocomplete="off" />
        </div>
        <p class="actions">
          <button class="button button-small button-quiet" type="submit">
            Rename
          </button>
        </p>
      </form>
      {mustStay ? (
        <LastFactor />
      ) : (
        <form class="form form-narrow" method="post" action={`${action}/remove`}>
          <p>It opens nothing here any more, and every other session ends.</p>
          <p class="actions">
            <button class="button button-small button-danger" type="submit">
              Remove
            </button>
          </p>
        </form>
      )}
    </details>
  );
}
