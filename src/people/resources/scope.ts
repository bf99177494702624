/** A scope of a resource as access keys hold it, among those of others: no scope has a space in it, so the last one parts them. */
export const resourceScope = (url: string, scope: string): string => `${url} ${scope}`;
