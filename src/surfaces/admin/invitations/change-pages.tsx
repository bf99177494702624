import { CheckChoice } from '../../../kit/ui/console/check-choice.tsx';
import { ConfirmForm } from '../../../kit/ui/console/confirm-form.tsx';
import type { ConsoleFrame } from '../../../kit/ui/console/console-page.tsx';
import { Facts, NothingToDo } from '../../../kit/ui/console/facts.tsx';
import { Panel } from '../../../kit/ui/console/panel.tsx';
import { controlOf, Field } from '../../../kit/ui/fields.tsx';
import type { FormProblem } from '../../../kit/ui/site.ts';
import { Text } from '../../../kit/ui/text.tsx';
import { Time } from '../../../kit/ui/time.tsx';
import { useWords } from '../../../kit/words/index.ts';
import type { ListedInvitation } from '../../../operate/invitations/index.ts';
import type { RoleOverview } from '../../../operate/roles/index.ts';
import { builtInRoles, type Permission } from '../../../people/roles/index.ts';
import { PageBelow } from '../frame/section-page.tsx';
import { InvitationBadge, Inviter } from './list-page.tsx';

interface NewInvitationPageProps {
  frame: ConsoleFrame;
  /** How long it can be accepted, in hours. */
  hours: number;
  /** Why it can't be sent, or not to everybody. */
  obstacle: 'noMail' | 'closed' | undefined;
  roles: readonly RoleOverview[];
  held: ReadonlySet<Permission>;
  typed: { readonly email: string; readonly note: string; readonly roles: readonly string[] };
  problem?: FormProblem | undefined;
}

/** `/admin/invitations/new`. */
export function NewInvitationPage({ frame, hours, obstacle, ...form }: NewInvitationPageProps) {
  const said = useWords().admin.invitations.form;
  return (
    <PageBelow frame={frame} section="invitations" title={said.title} lead={said.lead(hours)}>
      {obstacle && (
        <div class="notice notice-warn">
          <p>
            <Text text={said[obstacle]} />
          </p>
        </div>
      )}
      {obstacle !== 'noMail' && <InvitationForm {...form} />}
    </PageBelow>
  );
}

type InvitationFormProps = Pick<NewInvitationPageProps, 'roles' | 'held' | 'typed' | 'problem'>;

function InvitationForm({ roles, held, typed, problem }: InvitationFormProps) {
  const said = useWords().admin.invitations.form;
  const email = {
    ...{ id: 'email', name: 'email', label: said.email },
    ...{ error: problem?.fields.email, first: problem === undefined },
  };
  const note = {
    ...{ id: 'note', name: 'note', label: said.note, hint: said.noteHint, error: problem?.fields.note },
  };
  return (
    <ConfirmForm
      action="/admin/invitations/new"
      consequences={[]}
      submit={said.submit}
      cancel="/admin/invitations"
      asksReason={false}
      problem={problem}
      controls={{ email: 'email', note: 'note' }}
    >
      <Field {...email}>
        <input {...controlOf(email)} type="email" value={typed.email} maxlength={512} autocomplete="off" />
      </Field>
      <Field {...note}>
        <input
          {...controlOf(note)}
          type="text"
          value={typed.note}
          maxlength={500}
          required={false}
          autocomplete="off"
        />
      </Field>
      {held.has('roles:grant') && <RoleChoices roles={roles} held={held} chosen={typed.roles} />}
    </ConfirmForm>
  );
}

type RoleChoicesProps = Pick<NewInvitationPageProps, 'roles' | 'held'> & { chosen: readonly string[] };

/** The roles that come with it; those that may do more than the viewer can't be chosen. */
function RoleChoices({ roles, held, chosen }: RoleChoicesProps) {
  const { invitations, roles: named } = useWords().admin;
  const said = invitations.form;
  return (
    <fieldset class="field permission-choices" aria-describedby="roles-hint">
      <legend>{said.roles}</legend>
      <p class="hint" id="roles-hint">
        {said.rolesHint}
      </p>
      <div class="permissions">
        {roles.map(({ id, name, kind, permissions }) => {
          const isOff = !permissions.every((one) => held.has(one));
          const builtIn = builtInRoles.find((one) => one === id);
          return (
            <CheckChoice
              key={id}
              id={`role-${id}`}
              name="roles"
              value={name}
              label={name}
              isChosen={chosen.includes(name)}
              obstacle={isOff ? named.tooMuch : undefined}
              hint={builtIn ? named.about(builtIn) : named.kinds[kind]}
            />
          );
        })}
      </div>
    </fieldset>
  );
}

interface RevokeInvitationPageProps {
  frame: ConsoleFrame;
  invitation: ListedInvitation;
}

/** `/admin/invitations/:id/revoke`. */
export function RevokeInvitationPage({ frame, invitation }: RevokeInvitationPageProps) {
  const said = useWords().admin.invitations;
  const { columns, revoke } = said;
  const { id, email, note, roles, state, createdAt, expiresAt } = invitation;
  return (
    <PageBelow
      frame={frame}
      section="invitations"
      title={revoke.title}
      badges={<InvitationBadge state={state} />}
    >
      <Panel id="invitation" title={email ?? said.accepted}>
        <Facts
          facts={[
            [columns.roles, roles.join(', ')],
            [said.form.note, note && <bdi key="note">{note}</bdi>],
            [columns.by, <Inviter key="by" {...invitation} />],
            [columns.sent, <Time key="sent" iso={createdAt} />],
            [columns.expires, <Time key="expires" iso={expiresAt} />],
          ]}
        />
      </Panel>
      {state === 'open' ? (
        <ConfirmForm
          action={`/admin/invitations/${id}/revoke`}
          consequences={revoke.consequences}
          submit={revoke.submit}
          cancel="/admin/invitations"
          asksReason={false}
          danger
        />
      ) : (
        <NothingToDo title={revoke.over} href="/admin/invitations" back={revoke.back} />
      )}
    </PageBelow>
  );
}
