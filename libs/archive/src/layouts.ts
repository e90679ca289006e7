/**
 * The two ways in which a backup lies in a storage, told by its key: a ZIP, or a pair in PLANA's layout, whose key is that
 * of the dump. Beside both lies the manifest that is written last. Pure.
 */
import { planaBackup } from './foreign/plana-keys';

export interface BackupKeys {
  /** What the backup goes by: the ZIP, or the dump of a pair. */
  archive: string;
  /** The filestore of a pair, whether or not there is one. */
  filestore?: string;
  sidecar: string;
}

export const isPair = (key: string): boolean => planaBackup(key) !== undefined;

/** Where everything of a backup lies. */
export function keysOf(archive: string): BackupKeys {
  const pair = planaBackup(archive);
  if (pair) return { archive, filestore: pair.filestoreKey, sidecar: pair.manifestKey };
  return { archive, sidecar: archive.replace(/\.zip$/, '.manifest.json') };
}

/** The objects of a backup but for its manifest. */
export const contentKeys = ({ archive, filestore }: BackupKeys): string[] =>
  filestore === undefined ? [archive] : [archive, filestore];

/** All that may lie in a storage of a backup, the manifest first: what goes in this order never looks like a backup. */
export const everyKeyOf = (archive: string): string[] => {
  const keys = keysOf(archive);
  return [keys.sidecar, ...contentKeys(keys)];
};
