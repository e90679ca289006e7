import type { DataSource } from 'typeorm';
import { eventually } from '../../messaging/testing';
import { Job } from '../src';

/** For specs: waits until the job of a task has ended, however it did. */
export async function endedJob(dataSource: DataSource, id: string): Promise<Job> {
  const jobs = dataSource.getRepository(Job);
  await eventually(async () => (await jobs.findOneBy({ id }))?.endedAt, `the task ${id} has ended`);
  return jobs.findOneByOrFail({ id });
}
