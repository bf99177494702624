import { findNamed } from '../../src/operate/accounts/index.ts';
import type { TestApp } from './app.ts';

/** The ID of an account, by its username or verified address. */
export async function idOf({ services }: Pick<TestApp, 'services'>, name: string): Promise<string> {
  const account = await findNamed(services.db, name);
  if (!account) throw new Error(`Nobody is called ${name}.`);
  return account.id;
}
