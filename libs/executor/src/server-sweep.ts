/**
 * Visits the servers on which a job ended without success, and removes what it may have left there. An attempt cleans up
 * after itself, and the next one after it; this is for the last one, when it could not. A server that cannot be reached is
 * visited again at the next sweep.
 */
import { Logger } from '@nestjs/common';
import { EnvironmentAccessOf } from '@app/contracts';
import type { StrongroomError } from '@app/core';
import type { RpcClient } from '@app/messaging';
import { connectEnvironment, type OdooEnvironment } from '@app/odoo';
import type { SecretBox } from '@app/secrets';
import type { EndedJobs, JobSubject } from './ended-jobs';
import type { Job } from './job.entity';
import { isOutOfReach, openEnvironmentAccess } from './open-access';

export interface ServerSweepRules {
  /** The kinds of jobs that work on servers. */
  kinds: readonly string[];
  /** The field of their payloads that marks their processes. */
  tagField: JobSubject;
  /** Removes what only such a job leaves. @returns what it was, for the log */
  remove?: (environment: OdooEnvironment, job: Job) => Promise<string[]>;
}

interface Reach {
  rpc: RpcClient;
  secrets: SecretBox;
  connection: { readyTimeoutMs: number; keepaliveMs: number };
}

export class ServerSweep {
  private readonly logger = new Logger(ServerSweep.name);

  constructor(
    private readonly jobs: EndedJobs,
    private readonly rules: ServerSweepRules,
    private readonly reach: Reach,
    /** For how long after its end a job's server is visited, in milliseconds. */
    private readonly giveUpMs: number,
  ) {}

  /** @returns how many processes and things were removed */
  async sweep(signal: AbortSignal): Promise<number> {
    let removed = 0;
    const unreachable = new Set<string>();
    for (const job of await this.jobs.unswept(this.rules.kinds, this.giveUpMs)) {
      signal.throwIfAborted();
      if (unreachable.has(job.environmentId!)) continue;
      try {
        removed += await this.sweepAfter(job, signal);
      } catch (error) {
        signal.throwIfAborted();
        unreachable.add(job.environmentId!);
        this.logger.warn(
          { task_id: job.id, environment_id: job.environmentId, code: (error as StrongroomError).code },
          `the server cannot be swept yet: ${(error as Error).message}`,
        );
      }
    }
    return removed;
  }

  private async sweepAfter(job: Job, signal: AbortSignal): Promise<number> {
    const { kinds, tagField } = this.rules;
    const tag = String((job.payload as Record<string, unknown>)[tagField]);
    const environment = await this.connect(job, tag, signal);
    let removed = 0;
    try {
      const exclusiveKeys = job.exclusiveKey === null ? [] : [job.exclusiveKey];
      await this.jobs.whileEnded({ field: tagField, value: tag, kinds, exclusiveKeys }, async (jobs, manager) => {
        // of the job as it is now: it may have run and ended again
        const now = jobs.find(({ id }) => id === job.id)!;
        if (now.status === 'completed') return;
        if (environment !== undefined) removed = await this.clean(environment, now);
        await this.jobs.markSwept(manager, now);
      });
      return removed;
    } finally {
      await environment?.close();
    }
  }

  private async clean(environment: OdooEnvironment, job: Job): Promise<number> {
    const killed = await environment.killStrays();
    const things = (await this.rules.remove?.(environment, job)) ?? [];
    if (killed + things.length > 0)
      this.logger.log(
        { task_id: job.id, environment_id: job.environmentId, killed_processes: killed, removed: things },
        `removed what a job left on its server that ${job.status === 'cancelled' ? 'was cancelled' : 'failed'}`,
      );
    return killed + things.length;
  }

  /** undefined: there is no such server any more. */
  private async connect(job: Job, jobTag: string, signal: AbortSignal): Promise<OdooEnvironment | undefined> {
    const { rpc, secrets, connection } = this.reach;
    try {
      const { environment, server } = await rpc.ask(
        EnvironmentAccessOf,
        { environment_id: job.environmentId! },
        { signal },
      );
      return await connectEnvironment(openEnvironmentAccess(environment, server, secrets), {
        ...connection,
        jobTag,
        signal,
      });
    } catch (error) {
      if (isOutOfReach(error)) return undefined;
      throw error;
    }
  }
}
