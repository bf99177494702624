import { errorIdOf } from '../../../kit/ui/fields.tsx';
import { Text } from '../../../kit/ui/text.tsx';
import { type Say, useWords } from '../../../kit/words/index.ts';
import {
  everyPermission,
  type Permission,
  type PermissionKind,
  permissionKinds,
} from '../../../people/roles/index.ts';

type AreaOf<Name> = Name extends `${infer Area}:${string}` ? Area : never;

/** What the permissions are about, by the first part of their names; those of people by their kind. */
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

/** Permissions in their order, by what they are about. */
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
  const words = useWords();
  const said = words.admin.roles;
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
      {error && (
        <p class="field-error" id={errorIdOf('permissions')}>
          <span class="sr-only">{words.ui.problem} </span>
          <Text text={error(words)} />
        </p>
      )}
      <div class="permissions">
        {grouped(everyPermission).map(([subject, members]) => (
          <fieldset key={subject}>
            <legend>{said.subjects[subject]}</legend>
            {members.map((permission) => (
              <Choice
                key={permission}
                permission={permission}
                isChosen={chosen.includes(permission)}
                obstacle={obstacleOf(permission)}
              />
            ))}
          </fieldset>
        ))}
      </div>
    </fieldset>
  );
}

interface ChoiceProps {
  permission: Permission;
  isChosen: boolean;
  obstacle: string | undefined;
}

function Choice({ permission, isChosen, obstacle }: ChoiceProps) {
  const id = `permission-${permission.replace(':', '-')}`;
  const isOff = obstacle !== undefined;
  return (
    <div class={isOff ? 'check check-off' : 'check'}>
      <input
        id={id}
        name="permissions"
        type="checkbox"
        value={permission}
        checked={isChosen && !isOff}
        disabled={isOff}
        aria-describedby={`${id}-hint`}
      />
      <label for={id}>{useWords().roles.permissions[permission]}</label>
      <p class="hint" id={`${id}-hint`}>
        {isOff ? obstacle : <code>{permission}</code>}
      </p>
    </div>
  );
}
