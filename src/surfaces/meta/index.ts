/** What the server says of itself: its API, its error codes, whether it is well. */
export { readBrand } from './brand.ts';
export { describedApi } from './described-api.ts';
export { metaRoutes } from './routes.ts';
