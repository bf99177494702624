import { inspectConfig, type LoadOptions, type WeakSecret } from '../config/index.ts';
import { createPasswordHasher } from '../factors/password/index.ts';
import { lookIntoDatabase } from './open-database.ts';
import { newlyWeak, weakWarning } from './secrets.ts';

/**
 * The same as `inspectConfig`, as a server judges it that looks into its database: a secret that is easy to guess is a
 * problem where it is new, and a warning where it is in use. Where the database can't be read, it counts as new.
 */
export async function inspectWithData(
  options: LoadOptions,
): Promise<Pick<Awaited<ReturnType<typeof inspectConfig>>, 'sources' | 'problems'> & { warnings: string[] }> {
  const { config, sources, problems, weakSecrets } = await inspectConfig({ ...options, weakSecrets: 'told' });
  if (weakSecrets.length === 0) return { sources, problems, warnings: [] };
  const { pepperName } = createPasswordHasher(config);
  const refused: readonly WeakSecret[] =
    (await lookIntoDatabase(config, (db) => newlyWeak(db, pepperName, weakSecrets))) ?? weakSecrets;
  return {
    sources,
    problems: [...problems, ...refused.map(({ problem }) => problem)],
    warnings: weakSecrets.filter((one) => !refused.includes(one)).map(weakWarning),
  };
}
