import { Column, Entity, PrimaryColumn } from 'typeorm';

/** That nothing of an ended job is left on its server, up to that attempt. */
@Entity('swept_jobs')
export class SweptJob {
  @PrimaryColumn({ name: 'job_id', type: 'uuid', primaryKeyConstraintName: 'swept_jobs_pkey' })
  jobId: string;

  @Column({ type: 'integer' })
  attempt: number;

  @Column({ name: 'swept_at', type: 'timestamptz', default: () => 'now()' })
  sweptAt: Date;
}
