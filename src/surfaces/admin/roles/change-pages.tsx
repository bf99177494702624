import { ConfirmForm } from '../../../kit/ui/console/confirm-form.tsx';
import type { ConsoleFrame } from '../../../kit/ui/console/console-page.tsx';
import { controlOf, errorIdOf, Field, FieldError } from '../../../kit/ui/fields.tsx';
import type { FormProblem } from '../../../kit/ui/site.ts';
import { type Say, useWords } from '../../../kit/words/index.ts';
import type { RoleOverview } from '../../../operate/roles/index.ts';
import type { Permission } from '../../../people/roles/index.ts';
import { PageBelow } from '../frame/section-page.tsx';
import { PermissionChoices } from './permissions.tsx';

/** What the pages that change a role have in common. */
interface ChangeProps {
  frame: ConsoleFrame;
  /** What the viewer holds, and so may give. */
  held: ReadonlySet<Permission>;
  problem?: FormProblem | undefined;
  reason?: string | undefined;
}

interface NewRolePageProps extends ChangeProps {
  typed: { readonly name: string; readonly kind: string; readonly permissions: readonly string[] };
}

/** `/admin/roles/new`. */
export function NewRolePage({ frame, held, typed, problem, reason }: NewRolePageProps) {
  const { form } = useWords().admin.roles;
  const name = {
    ...{ id: 'name', name: 'name', label: form.name, hint: form.nameHint },
    ...{ error: problem?.fields.name, first: problem === undefined },
  };
  return (
    <PageBelow frame={frame} section="roles" title={form.title}>
      <ConfirmForm
        action="/admin/roles/new"
        consequences={[]}
        submit={form.submit}
        cancel="/admin/roles"
        asksReason="optional"
        wide
        {...{ reason, problem }}
        controls={{ name: 'name', kind: 'kind-admin', permissions: 'permissions' }}
      >
        <Field {...name}>
          <input {...controlOf(name)} type="text" value={typed.name} maxlength={50} autocomplete="off" />
        </Field>
        <Kinds chosen={typed.kind} error={problem?.fields.kind} />
        <Permissions held={held} chosen={typed.permissions} problem={problem} />
      </ConfirmForm>
    </PageBelow>
  );
}

function Kinds({ chosen, error }: { chosen: string; error: Say | undefined }) {
  const { kind, kinds } = useWords().admin.roles.form;
  return (
    <fieldset class="field choices" aria-describedby={error && errorIdOf('kind')}>
      <legend>{kind}</legend>
      <FieldError of="kind" error={error} />
      {(['admin', 'app'] as const).map((one) => (
        <div key={one} class="choice">
          <input
            id={`kind-${one}`}
            name="kind"
            type="radio"
            value={one}
            required
            checked={one === (chosen === 'app' ? 'app' : 'admin')}
            aria-describedby={`kind-${one}-hint`}
          />
          <label for={`kind-${one}`}>{kinds[one].label}</label>
          <p class="hint" id={`kind-${one}-hint`}>
            {kinds[one].hint}
          </p>
        </div>
      ))}
    </fieldset>
  );
}

type PermissionsProps = Pick<ChangeProps, 'held' | 'problem'> & { chosen: readonly string[] };

function Permissions({ held, chosen, problem }: PermissionsProps) {
  const { form, lacking } = useWords().admin.roles;
  return (
    <PermissionChoices
      chosen={chosen}
      obstacleOf={(permission) => (held.has(permission) ? undefined : lacking)}
      error={problem?.fields.permissions}
      hint={form.onlyYours}
    />
  );
}

interface EditRolePageProps extends ChangeProps {
  role: RoleOverview;
  chosen: readonly string[];
}

/** `/admin/roles/:id/edit`. */
export function EditRolePage({ frame, held, role, chosen, problem, reason }: EditRolePageProps) {
  const { edit } = useWords().admin.roles;
  return (
    <PageBelow
      frame={frame}
      section="roles"
      title={`${edit.link}: ${role.name}`}
      heading={edit.link}
      above={aboveOf(role)}
    >
      <ConfirmForm
        action={`/admin/roles/${role.id}/edit`}
        consequences={[edit.consequence]}
        submit={edit.submit}
        cancel={`/admin/roles/${role.id}`}
        asksReason="optional"
        wide
        {...{ reason, problem }}
        controls={{ permissions: 'permissions' }}
      >
        <Permissions held={held} chosen={chosen} problem={problem} />
      </ConfirmForm>
    </PageBelow>
  );
}

interface DeleteRolePageProps extends Omit<ChangeProps, 'held'> {
  role: RoleOverview;
}

/** `/admin/roles/:id/delete`. */
export function DeleteRolePage({ frame, role, problem, reason }: DeleteRolePageProps) {
  const { remove } = useWords().admin.roles;
  return (
    <PageBelow frame={frame} section="roles" title={remove.title(role.name)} above={aboveOf(role)}>
      <ConfirmForm
        action={`/admin/roles/${role.id}/delete`}
        consequences={[remove.holders(role.holders), remove.invitations, remove.audit]}
        submit={remove.submit}
        cancel={`/admin/roles/${role.id}`}
        asksReason="optional"
        danger
        {...{ reason, problem }}
      />
    </PageBelow>
  );
}

const aboveOf = ({ id, name }: RoleOverview) => [{ href: `/admin/roles/${id}`, label: name }];
