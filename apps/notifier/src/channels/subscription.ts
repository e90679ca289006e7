import { NOTICE_KINDS, type NoticeKind } from '@app/contracts';
import type { Notice } from '../notices/notice';

/** Without a choice of one's own: all but trials that went well. Of good backups the policy decides. */
export const USUAL_NOTICES: readonly NoticeKind[] = NOTICE_KINDS.filter((kind) => kind !== 'drill_completed');

export interface Subscription {
  /** null: the usual ones. */
  notices: readonly NoticeKind[] | null;
  /** null: all, and what concerns none. */
  environmentIds: readonly string[] | null;
}

/** Whether a channel gets a notice. What other kinds tell as well it does not get twice. */
export function isSubscribed(
  { notices, environmentIds }: Subscription,
  { kind, environmentId, toldBy }: Pick<Notice, 'kind' | 'environmentId' | 'toldBy'>,
): boolean {
  const kinds = notices ?? USUAL_NOTICES;
  if (!kinds.includes(kind)) return false;
  if (toldBy.length > 0 && toldBy.every((other) => kinds.includes(other))) return false;
  return environmentIds === null || (environmentId !== null && environmentIds.includes(environmentId));
}
