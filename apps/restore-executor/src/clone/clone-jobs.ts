import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { RestoreRun, type RestoreRunPayload } from '@app/contracts';
import { Job } from '@app/executor';

/** Which parts of an environment are meant. */
export interface CloneParts {
  database: boolean;
  filestore: boolean;
}

/** What the journal of earlier restores says. */
@Injectable()
export class CloneJobs {
  constructor(private readonly dataSource: DataSource) {}

  /** To which parts of its clone the restore has begun to give the target's name. */
  async namedParts(restoreId: string): Promise<CloneParts> {
    const job = await this.dataSource
      .getRepository(Job)
      .createQueryBuilder('job')
      .where(`job.kind = :kind AND job.payload ->> 'restore_id' = :restoreId`, { kind: RestoreRun.name, restoreId })
      .getOne();
    if (job?.journal['naming'] !== true) return { database: false, filestore: false };
    const { restore_database, restore_filestore } = job.payload as RestoreRunPayload;
    return { database: restore_database ?? true, filestore: restore_filestore };
  }
}
