import type { NoticeKind } from '@app/contracts';

/** What a policy says of the backups of its environment. */
export interface Wishes {
  onSuccess: boolean;
  onFailure: boolean;
}

export const WITHOUT_POLICY: Wishes = { onSuccess: false, onFailure: true };

/** Whether anybody is told at all. A policy decides about backups that end as they are meant to, and about such that fail. */
export function isWished(kind: NoticeKind, { onSuccess, onFailure }: Wishes): boolean {
  if (kind === 'backup_succeeded') return onSuccess;
  if (kind === 'backup_failed') return onFailure;
  return true;
}
