import { OneTimeCodeField } from '../../kit/ui/code-field.tsx';
import { ProblemSummary } from '../../kit/ui/form-problem.tsx';
import type { FormProblem } from '../../kit/ui/site.ts';
import { useWords } from '../../kit/words/index.ts';
import type { FactorName } from '../../people/factor-names.ts';
import type { QrCode } from './qr-code.ts';

const factor: FactorName = 'totp';

interface TotpStepsProps {
  /** The key in base32. */
  secret: string;
  uri: string;
  qrCode: QrCode;
  /** Where the code is sent. */
  action: string;
  /** Where the form leads on, if it says so. */
  next?: string | undefined;
  problem?: FormProblem | undefined;
}

/** Scan, type, done. It needs no JavaScript. */
export function TotpSteps({ secret, uri, qrCode, action, next, problem }: TotpStepsProps) {
  const { totp } = useWords();
  const said = totp.setUp;
  return (
    <ol class="set-up">
      <li class="card set-up-step">
        <h2>{said.scan}</h2>
        <div class="scan">
          <QrPicture qrCode={qrCode} />
          <div class="scan-else">
            <p>
              {said.samePhone} <a href={uri}>{said.openApp}</a>
            </p>
            <p>{said.cannotScan}</p>
            <p class="key">
              {groupsOf(secret).map((group, at) => (
                <code key={at}>{group}</code>
              ))}
            </p>
            <p class="hint">{said.key}</p>
          </div>
        </div>
      </li>
      <li class="card set-up-step">
        <h2>{said.type}</h2>
        <form class="form form-narrow" method="post" action={action} autocomplete="off">
          <ProblemSummary problem={problem} controls={{ code: 'code' }} />
          <OneTimeCodeField
            id="code"
            label={said.code}
            hint={totp.codeHint}
            error={problem?.fields.code}
            alone
          />
          {next !== undefined && (
            <>
              <input type="hidden" name="factor" value={factor} />
              <input type="hidden" name="next" value={next} />
            </>
          )}
          <p class="actions">
            <button class="button" type="submit">
              {said.submit}
            </button>
          </p>
        </form>
      </li>
    </ol>
  );
}

/** Dark on light in both themes: many cameras read nothing else. */
function QrPicture({ qrCode: { size, path } }: { qrCode: QrCode }) {
  const { qrCode: label } = useWords().totp.setUp;
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shape-rendering="crispEdges"
    >
      <path fill="#fff" d={`M0 0h${size}v${size}H0z`} />
      <path fill="#000" d={path} />
    </svg>
  );
}

function groupsOf(secret: string): string[] {
  return secret.match(/.{1,4}/g) ?? [];
}
