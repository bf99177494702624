import { AddPasskey } from '../../../kit/ui/passkey.tsx';
import { Cancel, Change, Row } from '../../../kit/ui/row.tsx';
import type { Done } from '../../../kit/ui/site.ts';
import { Time } from '../../../kit/ui/time.tsx';
import { useWords } from '../../../kit/words/index.ts';
import { LastFactor } from '../../last-factor.tsx';
import { longestName } from '../name.ts';
import type { Passkey } from '../passkey.ts';

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
  const { section: said } = useWords().passkey;
  return (
    <Row
      id="passkeys"
      title={said.title}
      chip={passkeys.length > 0 && <span class="chip chip-good">{said.on}</span>}
      value={said.lead}
      done={done}
    >
      {passkeys.length > 0 && (
        <ul class="sessions">
          {passkeys.map((passkey) => (
            <PasskeyRow key={passkey.id} passkey={passkey} mustStay={mustStay} />
          ))}
        </ul>
      )}
      {origin === null ? <p class="hint">{said.unavailable}</p> : <AddPasskey origin={origin} />}
    </Row>
  );
}

const rowOf = (passkeyId: string) => `passkey-${passkeyId}`;

function PasskeyRow({ passkey, mustStay }: { passkey: Passkey; mustStay: boolean }) {
  const { section: said } = useWords().passkey;
  const { id, name, synced, opensAlone, createdAt, lastUsedAt } = passkey;
  return (
    <li class="session" id={rowOf(id)}>
      <h4>
        <bdi>{name}</bdi> {synced && <span class="chip">{said.synced}</span>}
      </h4>
      <dl>
        <div>
          <dt>{said.added}</dt>
          <dd>
            <Time iso={createdAt} />
          </dd>
        </div>
        <div>
          <dt>{said.lastUsed}</dt>
          <dd>{lastUsedAt === null ? said.notYet : <Time iso={lastUsedAt} show="ago" />}</dd>
        </div>
        <div>
          <dt>{said.use}</dt>
          <dd>{opensAlone ? said.logsIn : said.secondStep}</dd>
        </div>
      </dl>
      <ChangePasskey id={id} name={name} mustStay={mustStay} />
    </li>
  );
}

function ChangePasskey({ id, name, mustStay }: { id: string; name: string; mustStay: boolean }) {
  const { change: said } = useWords().passkey;
  const action = `/account/security/passkeys/${encodeURIComponent(id)}`;
  const field = `passkey-name-${id}`;
  return (
    <Change of={rowOf(id)} label={mustStay ? said.rename : said.renameOrRemove} what={name} fold>
      <form class="form form-narrow" method="post" action={`${action}/rename`}>
        <div class="field">
          <label for={field}>{said.name}</label>
          <input
            id={field}
            name="name"
            type="text"
            value={name}
            maxlength={longestName}
            required
            autocomplete="off"
          />
        </div>
        <p class="actions">
          <button class="button" type="submit">
            {said.rename}
          </button>
          <Cancel />
        </p>
      </form>
      {mustStay ? (
        <LastFactor />
      ) : (
        <form class="form form-narrow" method="post" action={`${action}/remove`}>
          <p>{said.warning}</p>
          <p class="actions">
            <button class="button button-danger" type="submit">
              {said.remove}
            </button>
          </p>
        </form>
      )}
    </Change>
  );
}
