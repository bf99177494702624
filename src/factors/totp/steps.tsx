import { OneTimeCodeField } from '../../kit/ui/code-field.tsx';
import { ProblemSummary } from '../../kit/ui/form-problem.tsx';
import type { FormProblem } from '../../kit/ui/site.ts';
import type { FactorName } from '../../people/factor-names.ts';
import { codeHint } from './answer-form.tsx';
import { type QrCode, qrCodeTitle } from './qr-code.ts';

const totp: FactorName = 'totp';

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
  return (
    <ol class="set-up">
      <li class="card set-up-step">
        <h2>Scan this code with the app</h2>
        <div class="scan">
          <QrPicture qrCode={qrCode} />
          <div class="scan-else">
            <p>
              On this very phone? <a href={uri}>Open it in the app</a>
            </p>
            <p>The app cannot scan? Type this key into it:</p>
            <p class="key">
              {groupsOf(secret).map((group, at) => (
                <code key={at}>{group}</code>
              ))}
            </p>
            <p class="hint">Time based, 6 digits, 30 seconds, SHA-1. Spaces and capitals do not matter.</p>
          </div>
        </div>
      </li>
      <li class="card set-up-step">
        <h2>Type the code that it shows</h2>
        <form class="form form-narrow" method="post" action={action} autocomplete="off">
          <ProblemSummary problem={problem} controls={{ code: 'code' }} />
          <OneTimeCodeField id="code" label="Code" hint={codeHint} error={problem?.fields.code} alone />
          {next !== undefined && (
            <>
              <input type="hidden" name="factor" value={totp} />
              <input type="hidden" name="next" value={next} />
            </>
          )}
          <p class="actions">
            <button class="button" type="submit">
              Turn it on
            </button>
          </p>
        </form>
      </li>
    </ol>
  );
}

/** Dark on light in both themes: many cameras read nothing else. */
function QrPicture({ qrCode: { size, path } }: { qrCode: QrCode }) {
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={qrCodeTitle}
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
