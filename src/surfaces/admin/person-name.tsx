/** A name that leads to the page of its account, where there is an ID and the viewer may open it. */
export function PersonName({ id, name }: { id: string | null; name: string }) {
  if (id === null) return <bdi>{name}</bdi>;
  return (
    <a href={`/admin/accounts/${id}`}>
      <bdi>{name}</bdi>
    </a>
  );
}
