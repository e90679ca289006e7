import { CreateJobs1790000000000 } from './create-jobs.migration';
import { CreateSweptJobs1790000500000 } from './create-swept-jobs.migration';
import { IndexJobs1790001950000 } from './index-jobs.migration';
import { Job } from './job.entity';
import { LimitJobs1790000200000 } from './limit-jobs.migration';
import { SweptJob } from './swept-job.entity';

/** What the schema of every executor has. */
export const JOB_TABLES = {
  entities: [Job, SweptJob],
  migrations: [CreateJobs1790000000000, LimitJobs1790000200000, CreateSweptJobs1790000500000, IndexJobs1790001950000],
};
