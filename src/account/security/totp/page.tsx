import { TotpSteps } from '../../../factors/enrol/index.ts';
import type { QrCode } from '../../../factors/totp/index.ts';
import { Layout } from '../../../kit/ui/layout.tsx';
import type { FormProblem, Site, Viewer } from '../../../kit/ui/site.ts';

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
export function TotpPage({ site, viewer, problem, ...setUp }: TotpPageProps) {
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
        <TotpSteps {...setUp} action="/account/security/totp/confirm" problem={problem} />
        <form method="post" action="/account/security/totp/remove">
          <button class="link-button" type="submit">
            Leave it for now
          </button>
        </form>
      </div>
    </Layout>
  );
}
