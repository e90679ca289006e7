/**
 * Under these names a clone is built, out of sight: no name of a person's making begins so, and the same restore
 * always finds its own again.
 */
export function stagingName(restoreId: string): string {
  return `strongroom_${restoreId.replaceAll('-', '')}`;
}
