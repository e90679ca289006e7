import type { Permission } from '../access/roles';
import type { Restore } from './restore.entity';

/**
 * What somebody has to be allowed who starts a restore, begins it anew, or ends it: more than for a clone where it replaces what is
 * live, or makes something that acts in the world, or runs SQL that nobody has looked at.
 */
export function restorePermission({
  mode,
  neutralize,
  post_restore_sql,
}: Pick<Restore, 'mode' | 'neutralize'> & { post_restore_sql: readonly unknown[] }): Permission {
  // a drill is never there for anybody
  if (mode === 'drill') return 'project.backups.restore';
  const isHarmless = mode === 'clone' && neutralize && post_restore_sql.length === 0;
  return isHarmless ? 'project.backups.restore' : 'project.backups.restore_in_place';
}
