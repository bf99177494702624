import type { Crumb } from '../../kit/ui/console/page-head.tsx';

/** A username, as a link to the person's page where there's an ID; pass none where the viewer may not open it. */
export function PersonName({ id, name }: { id: string | null; name: string }) {
  if (id === null) return <bdi>{name}</bdi>;
  return (
    <a href={pageOf(id)}>
      <bdi>{name}</bdi>
    </a>
  );
}

/** The crumb of somebody's page, for the pages of their roles, data and acts below it. */
export const crumbOf = ({ id, username }: { readonly id: string; readonly username: string }): Crumb => ({
  href: pageOf(id),
  label: username,
});

const pageOf = (id: string): string => `/admin/accounts/${id}`;
