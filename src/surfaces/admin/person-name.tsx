import type { Crumb } from '../../kit/ui/console/page-head.tsx';

/** A name that leads to the page of its account, where there is an ID and the viewer may open it. */
export function PersonName({ id, name }: { id: string | null; name: string }) {
  if (id === null) return <bdi>{name}</bdi>;
  return (
    <a href={pageOf(id)}>
      <bdi>{name}</bdi>
    </a>
  );
}

/** Somebody's page, as one above those of their roles, data and acts. */
export const crumbOf = ({ id, username }: { readonly id: string; readonly username: string }): Crumb => ({
  href: pageOf(id),
  label: username,
});

const pageOf = (id: string): string => `/admin/accounts/${id}`;
