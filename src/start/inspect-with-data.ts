import { inspectConfig, type LoadOptions, type WeakSecret } from '../config/index.ts';
import { createPasswordHasher } from '../factors/password/index.ts';
import { lookIntoDatabase } from './open-database.ts';
import { newlyWeak, weakWarning } from './secrets.ts';

/**
 * The same as `inspectConfig`, as a server judges it that looks into its database: a PostgreSQL that is too old is a
 * problem, and a secret that is easy to guess is one where it is new, and a warning where it is in use. Where the
 * database can't be read, such a secret counts as new.
 */
export async function inspectWithData(
  options: LoadOptions,
): Promise<Pick<Awaited<ReturnType<typeof inspectConfig>>, 'sources' | 'problems'> & { warnings: string[] }> {
  const { config, sources, problems, weakSecrets } = await inspectConfig({ ...options, weakSecrets: 'told' });
  if (weakSecrets.length === 0 && config.database.url === '') return { sources, problems, warnings: [] };
  const { pepperName } = createPasswordHasher(config);
  const found = await lookIntoDatabase(config, async (database) => {
    const old = await database.findOldServer();
    return { old, refused: old ? weakSecrets : await newlyWeak(database.db, pepperName, weakSecrets) };
  });
  const refused: readonly WeakSecret[] = found?.refused ?? weakSecrets;
  return {
    sources,
    problems: [...problems, ...(found?.old ? [found.old] : []), ...refused.map(({ problem }) => problem)],
    warnings: weakSecrets.filter((one) => !refused.includes(one)).map(weakWarning),
  };
}
