import { inspectConfig, type LoadOptions, type WeakSecret } from '../config/index.ts';
import { createPasswordHasher } from '../factors/password/index.ts';
import { lookIntoDatabase } from './open-database.ts';
import { newlyWeak, weakWarning } from './secrets.ts';

/**
 * Like `inspectConfig`, but checks the database too, as a server does at startup. An unsupported PostgreSQL is a problem.
 * A weak secret is a problem when it's new, and a warning when it's in use. It counts as new when the database can't be
 * read.
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
    problems: [
      ...problems,
      ...(found?.old ? [found.old.join(' ')] : []),
      ...refused.map(({ problem }) => problem),
    ],
    warnings: weakSecrets.filter((one) => !refused.includes(one)).map(weakWarning),
  };
}
