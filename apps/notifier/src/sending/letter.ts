import type { NoticeKind } from '@app/contracts';
import type { StoredNotice } from '../notices/notice.entity';

/** A notice as it goes to one channel. A test of a channel tells of nothing. */
export type Letter = Omit<StoredNotice, 'kind' | 'createdAt'> & { kind: NoticeKind | 'test'; deliveryId: string };
