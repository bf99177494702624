import { controlOf, Field } from '../../../kit/ui/fields.tsx';
import { FormPage } from '../../../kit/ui/form-page.tsx';
import { Layout } from '../../../kit/ui/layout.tsx';
import { MessagePage } from '../../../kit/ui/message-page.tsx';
import type { FormProblem, Site, Viewer } from '../../../kit/ui/site.ts';
import { useWords } from '../../../kit/words/index.ts';
import { DecisionForm } from '../ask/decision-form.tsx';
import { ScopeList, type ScopeListProps } from '../ask/scope-list.tsx';

interface DevicePageProps {
  site: Site;
  viewer: Viewer;
  typed: string;
  problem?: FormProblem | undefined;
}

/** GET `/device`: where a code is typed that a device without a keyboard shows. */
export function DevicePage({ site, viewer, typed, problem }: DevicePageProps) {
  const { device } = useWords().apps;
  const field = {
    id: 'letters',
    name: 'letters',
    label: device.field,
    error: problem?.detail,
    alone: true,
    first: true,
  };
  return (
    <FormPage
      site={site}
      viewer={viewer}
      title={device.title}
      lead={device.lead}
      action="/device"
      controls={{ letters: 'letters' }}
      problem={problem}
      submit={device.submit}
    >
      <Field {...field}>
        <input {...controlOf(field)} class="code-input" type="text" autocomplete="off" value={typed} />
      </Field>
    </FormPage>
  );
}

interface ConfirmDevicePageProps extends ScopeListProps {
  site: Site;
  viewer: Viewer;
  code: string;
  app: string;
  address: string;
}

/** POST `/device` with a valid code: which device it is, so that it can be allowed or declined. */
export function ConfirmDevicePage({ site, viewer, code, app, address, ...asked }: ConfirmDevicePageProps) {
  const { device, ask } = useWords().apps;
  return (
    <Layout site={site} viewer={viewer} title={device.title}>
      <article class="prose">
        <h1>{device.heading(app)}</h1>
        <p class="lead">{device.warning}</p>
        <p>{device.asked(app, address)}</p>
        <ScopeList {...asked} />
        <DecisionForm action="/device">
          <input type="hidden" name="letters" value={code} />
        </DecisionForm>
        <p class="hint">{ask.account(viewer.username)}</p>
      </article>
    </Layout>
  );
}

/** POST `/device` with a decision. */
export function DeviceDonePage({
  site,
  viewer,
  isAllowed,
}: {
  site: Site;
  viewer: Viewer;
  isAllowed: boolean;
}) {
  const { device } = useWords().apps;
  return (
    <MessagePage
      site={site}
      viewer={viewer}
      title={isAllowed ? device.done : device.declined}
      lead={isAllowed ? device.doneLead : device.declinedLead}
      ways={[['/account', device.account]]}
    />
  );
}
