/** The names that a restore gives out of sight; the one of the copy itself is known to the gateway as well. */
export { stagingName } from '@app/contracts';

const plain = (restoreId: string) => restoreId.replaceAll('-', '');

/** Under this name the replaced database and filestore are kept, for as long as the restore can be undone. */
export function replacedName(restoreId: string): string {
  return `strongroom_old_${plain(restoreId)}`;
}

/**
 * What is taken out of the live place again bears this name until it is dropped. It is not the staging name, so that an executor
 * that wakes up late finds nothing that it could put into the live place once more.
 */
export function discardedName(restoreId: string): string {
  return `strongroom_bad_${plain(restoreId)}`;
}

/** An empty database that keeps owner, grants and settings of the live one, while that is dropped and its successor is loaded. */
export function likenessName(restoreId: string): string {
  return `strongroom_like_${plain(restoreId)}`;
}

/** Of the jobs with the same key one runs at a time: none meets a database under another's hands. */
export function databaseKey(environmentId: string, database: string): string {
  return `environment/${environmentId}/database/${database}`;
}
