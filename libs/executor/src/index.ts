export { CreateJobs1790000000000 } from './create-jobs.migration';
export { ExecutorConfig } from './executor-config';
export { jobFacts } from './job-facts';
export { openEnvironmentAccess, openStorageAccess } from './open-access';
export { Job, type JobStatus } from './job.entity';
export { JobRunner, type JobHandler, type JobTiming, type RunningJob } from './job-runner';
export type { JobRequest } from './jobs.repository';
export { TaskProgress, type ProgressSink } from './task-progress';
