import { CheckChoice } from '../../../kit/ui/console/check-choice.tsx';
import { errorIdOf, FieldError } from '../../../kit/ui/fields.tsx';
import { type Say, useWords } from '../../../kit/words/index.ts';
import {
  everyPermission,
  type Permission,
  type PermissionKind,
  permissionKinds,
} from '../../../people/roles/index.ts';

type AreaOf<Name> = Name extends `${infer Area}:${string}` ? Area : never;

/** The heading of each permission, by the first part of its name; those about accounts by their kind too. */
const subjects = {
  accounts: { read: 'see', act: 'help', person: 'sensitive' },
  attempts: 'see',
  console: 'server',
  roles: 'access',
  tokens: 'access',
  apps: 'access',
  audit: 'server',
  system: 'server',
  mail: 'server',
} as const satisfies Readonly<Record<AreaOf<Permission>, string | Record<PermissionKind, string>>>;

function subjectOf(permission: Permission) {
  const [area] = permission.split(':') as [AreaOf<Permission>];
  const subject = subjects[area];
  return typeof subject === 'string' ? subject : subject[permissionKinds[permission]];
}

type Subject = ReturnType<typeof subjectOf>;

/** Permissions under their headings, both in order. */
const grouped = (permissions: readonly Permission[]): [Subject, Permission[]][] => [
  ...Map.groupBy(permissions, subjectOf),
];

/** What somebody may do, in plain words. */
export function PermissionList({ permissions }: { permissions: readonly Permission[] }) {
  const { admin, roles } = useWords();
  const { subjects: named } = admin.roles;
  return (
    <div class="permissions">
      {grouped(permissions).map(([subject, members]) => (
        <section key={subject} aria-labelledby={`may-${subject}`}>
          <h3 id={`may-${subject}`}>{named[subject]}</h3>
          <ul>
            {members.map((permission) => (
              <li key={permission}>
                {roles.permissions[permission]} <code>{permission}</code>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

interface PermissionChoicesProps {
  chosen: readonly string[];
  /** Why a permission can't be chosen; undefined where it can. */
  obstacleOf(permission: Permission): string | undefined;
  error: Say | undefined;
  hint?: string;
}

/** Checkboxes for all permissions. Those that can't be chosen say why, and aren't sent. */
export function PermissionChoices({ chosen, obstacleOf, error, hint }: PermissionChoicesProps) {
  const { admin, roles } = useWords();
  const said = admin.roles;
  const described = [error && errorIdOf('permissions'), hint && 'permissions-hint'].filter(Boolean).join(' ');
  return (
    <fieldset
      class={error ? 'field field-wrong permission-choices' : 'field permission-choices'}
      id="permissions"
      tabindex={-1}
      aria-describedby={described || undefined}
    >
      <legend>{said.permissions}</legend>
      {hint && (
        <p class="hint" id="permissions-hint">
          {hint}
        </p>
      )}
      <FieldError of="permissions" error={error} />
      <div class="permissions">
        {grouped(everyPermission).map(([subject, members]) => (
          <fieldset key={subject}>
            <legend>{said.subjects[subject]}</legend>
            {members.map((permission) => (
              <CheckChoice
                key={permission}
                id={`permission-${permission.replace(':', '-')}`}
                name="permissions"
                value={permission}
                label={roles.permissions[permission]}
                isChosen={chosen.includes(permission)}
                obstacle={obstacleOf(permission)}
                hint={<code>{permission}</code>}
              />
            ))}
          </fieldset>
        ))}
      </div>
    </fieldset>
  );
}
