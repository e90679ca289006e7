import type { Manifest } from '@app/archive';
import type { RestoreRunPayload } from '@app/contracts';
import type { OdooEnvironment } from '@app/odoo';
import { judgeAssets } from './judge-assets';

/**
 * What follows the load, on a copy that nobody uses yet: asset bundles that the running Odoo has to build anew are dropped,
 * and the operator's own SQL runs, in its order and each in one transaction.
 * @param database the name that the copy bears now
 * @returns for people, in the journal: what was done, and what the SQL printed
 * @throws StrongroomError RESTORE_HOOK_FAILED
 */
export async function prepareCopy(
  environment: OdooEnvironment,
  database: string,
  { regenerate_assets, post_restore_sql = [] }: Pick<RestoreRunPayload, 'regenerate_assets' | 'post_restore_sql'>,
  { environment_snapshot }: Pick<Manifest, 'environment_snapshot'>,
): Promise<string> {
  const backedUp = environment_snapshot['odoo_image'];
  const { drop, reason } = judgeAssets({
    wanted: regenerate_assets,
    backedUp: typeof backedUp === 'string' ? backedUp : undefined,
    running: await environment.odooImage(),
  });
  const notes = [
    drop
      ? `${await environment.dropAssetBundles(database)} asset bundles dropped: ${reason}`
      : `asset bundles kept: ${reason}`,
  ];
  for (const hook of post_restore_sql) {
    const begunAtMs = performance.now();
    const output = await environment.runSqlHook(database, hook);
    notes.push(`SQL ${hook.name}, ${Math.round(performance.now() - begunAtMs)} ms:\n${output}`);
  }
  return notes.join('\n');
}
