import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { RestoreRun } from '@app/contracts';
import { Job } from '@app/executor';

/** What the journal of earlier restores says. */
@Injectable()
export class CloneJobs {
  constructor(private readonly dataSource: DataSource) {}

  /** Whether the restore has begun to give its clone the target's name. */
  async hasTakenItsName(restoreId: string): Promise<boolean> {
    const job = await this.dataSource
      .getRepository(Job)
      .createQueryBuilder('job')
      .where(`job.kind = :kind AND job.payload ->> 'restore_id' = :restoreId`, { kind: RestoreRun.name, restoreId })
      .getOne();
    return job?.journal['naming'] === true;
  }
}
