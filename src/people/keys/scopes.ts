/** What an access key can be for; a route that takes keys names one of them. Resources of the operator add their own. */
export const keyScopes = ['account:read', 'data:read', 'data:write'] as const;

declare module '../../kit/http/route.ts' {
  interface KeyScopes {
    'account:read': true;
    'data:read': true;
    'data:write': true;
  }
}
