import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, IsNull, LessThanOrEqual } from 'typeorm';
import type { RestoreRunPayload } from '@app/contracts';
import type { Parts } from '../in-place/in-place-plan';
import { ReplacedCopy } from './replaced-copy.entity';

/** Every query about what restores in place have replaced. */
@Injectable()
export class ReplacedCopies {
  constructor(private readonly dataSource: DataSource) {}

  /** In the transaction that completes the restore. */
  async keep(
    manager: EntityManager,
    { restore_id, task_id, organization_id, environment_id, in_place }: RestoreRunPayload,
    copy: { liveName: string; parts: Parts; had: Parts; keptUntil: Date; attempt: number },
  ): Promise<void> {
    await manager.insert(ReplacedCopy, {
      restoreId: restore_id,
      taskId: task_id,
      organizationId: organization_id,
      environmentId: environment_id,
      freeze: in_place!.freeze,
      ...copy,
    });
  }

  find(restoreId: string): Promise<ReplacedCopy | null> {
    return this.dataSource.manager.findOneBy(ReplacedCopy, { restoreId });
  }

  /** What was kept long enough. */
  due(now: Date): Promise<ReplacedCopy[]> {
    return this.dataSource.manager.find(ReplacedCopy, {
      where: { keptUntil: LessThanOrEqual(now), endedAt: IsNull() },
      order: { keptUntil: 'ASC' },
    });
  }

  /** @returns false when it had ended before */
  async end(manager: EntityManager, restoreId: string, end: 'dropped' | 'undone'): Promise<boolean> {
    const { affected } = await manager.update(
      ReplacedCopy,
      { restoreId, endedAt: IsNull() },
      { end, endedAt: () => 'now()' },
    );
    return affected === 1;
  }
}
