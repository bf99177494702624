import { type QrCode, qrCodeTitle } from '../../factors/totp/index.ts';
import { OneTimeCodeField } from '../../kit/ui/code-field.tsx';
import { ProblemSummary } from '../../kit/ui/form-problem.tsx';
import { Layout } from '../../kit/ui/layout.tsx';
import type { FormProblem, Site, Viewer } from '../../kit/ui/site.ts';

interface TotpPageProps {
  site: Site;
  viewer: Viewer;
  /** The key in base32. */
  secret: string;
  uri: string;
  qrCode: QrCode;
  problem?: FormProblem | undefined;
}

/** Setting up an authenticator app: scan, type, done. It needs no JavaScript. */
export function TotpPage({ site, viewer, secret, uri, qrCode, problem }: TotpPageProps) {
  return (
    <Layout site={site} viewer={viewer} title="Set up an authenticator app" failed={problem !== undefined}>
      <div class="task">
        <header class="task-head">
          <p class="eyebrow">
            <a href="/account#totp">Your account</a>
          </p>
          <h1>Set up an authenticator app</h1>
          <p class="lead">Any app for one-time codes does, and so do most password managers.</p>
        </header>
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
                <p class="hint">
                  Time based, 6 digits, 30 seconds, SHA-1. Spaces and capitals do not matter.
                </p>
              </div>
            </div>
          </li>
          <li class="card set-up-step">
            <h2>Type the code that it shows</h2>
            <form
              class="form form-narrow"
              method="post"
              action="/account/security/totp/confirm"
              autocomplete="off"
            >
              <ProblemSummary problem={problem} controls={{ code: 'code' }} />
              <OneTimeCodeField
                id="code"
                label="Code"
                hint="Six digits. A new code comes every half minute."
                error={problem?.fields.code}
              />
              <p class="actions">
                <button class="button" type="submit">
                  Turn it on
                </button>
              </p>
            </form>
          </li>
        </ol>
        <form class="task-leave" method="post" action="/account/security/totp/remove">
          <button class="link-button" type="submit">
            Leave it for now
          </button>
        </form>
      </div>
    </Layout>
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
