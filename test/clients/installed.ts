/**
 * A package that `test/clients/package.json` names. It is there only where `npm run test:outside` has installed it, so each test
 * says what it uses of it.
 */
export const installed = <Module>(name: string): Promise<Module> => import(name);
