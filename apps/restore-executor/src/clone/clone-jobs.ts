import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { RestoreRun, type RestoreRunPayload } from '@app/contracts';
import { Job } from '@app/executor';
import type { Parts } from '../in-place/in-place-plan';
import { partsOf } from '../preflight/plan-facts';

/** What the journal of earlier restores says. */
@Injectable()
export class CloneJobs {
  constructor(private readonly dataSource: DataSource) {}

  /** To which parts of its clone the restore has begun to give the target's name. */
  async namedParts(restoreId: string): Promise<Parts> {
    const job = await this.dataSource
      .getRepository(Job)
      .createQueryBuilder('job')
      .where(`job.kind = :kind AND job.payload ->> 'restore_id' = :restoreId`, { kind: RestoreRun.name, restoreId })
      .getOne();
    if (job?.journal['naming'] !== true) return { database: false, filestore: false };
    return partsOf(job.payload as RestoreRunPayload);
  }
}
