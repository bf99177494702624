/**
 * Resources: the APIs that tokens can be made out for, and that access keys can be for, with what each of their scopes means to
 * people. An operator adds and removes them (`src/operate/apps/`).
 */
export { resourceScope } from './scope.ts';
export {
  deleteResource,
  findResource,
  listResources,
  type ResourceRow,
  scopesOfResource,
  upsertResource,
} from './store.ts';
