import { Row } from '../../kit/ui/row.tsx';
import { Time } from '../../kit/ui/time.tsx';
import { useWords } from '../../kit/words/index.ts';

interface RecoveryCodesSectionProps {
  /** Codes that were not used yet. */
  left: number;
  /** How many there were at first. */
  of: number;
  /** When they were made, ISO 8601 in UTC; null when the account has none. */
  since: string | null;
}

/** The recovery codes, as the account's page shows them once there is a second factor: how many, never which. */
export function RecoveryCodesSection({ left, of, since }: RecoveryCodesSectionProps) {
  const { section: said } = useWords()['recovery-code'];
  return (
    <Row
      id="recovery-codes"
      title={said.title}
      chip={
        since !== null && (
          <span class={left > 2 ? 'chip chip-good' : 'chip chip-warn'}>{said.left(left, of)}</span>
        )
      }
      value={
        <>
          {said.lead}
          {since !== null && <> {said.since(<Time iso={since} />)}</>}
        </>
      }
    >
      {since !== null && left <= 2 && <p class="notice notice-warn">{said.few(left)}</p>}
      <form class="row-action" method="post" action="/account/security/recovery-codes">
        <button class="button button-small button-quiet" type="submit">
          {since === null ? said.getFirst : said.getNew}
        </button>
      </form>
    </Row>
  );
}
