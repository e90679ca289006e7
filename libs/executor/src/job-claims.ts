import { hostname } from 'node:os';
import type { DataSource, EntityManager } from 'typeorm';
import { admit, type Admission, type JobLimits, type LimitedThing, type QueueLoad } from './admission';
import { decideCancel, type CancelOutcome } from './job-endings';
import { Job, standsBetween } from './job.entity';

export interface JobRequest {
  /** The task's id. */
  id: string;
  kind: string;
  organizationId: string;
  /** null: the work concerns no environment. */
  environmentId: string | null;
  /** Whose limits the job counts against; absent: none. */
  serverId?: string | null;
  storageConfigId?: string | null;
  exclusiveKey: string | null;
  payload: object;
}

/** What a claim found. */
export type Claim =
  | { outcome: 'claimed'; job: Job }
  /** A living process holds the job; its lease runs for so long. */
  | { outcome: 'held'; remainingMs: number }
  /** It has to wait for others that run. */
  | ({ outcome: 'busy' } & Extract<Admission, { admitted: false }>)
  /** The holder died, and that was the last attempt. The row is failed now. */
  | { outcome: 'exhausted'; job: Job }
  | { outcome: 'ended'; job: Job };

export interface ClaimTerms {
  leaseMs: number;
  maxAttempts: number;
  limits: JobLimits;
  busyDelayMs: number;
  /** Which replay of its dead letter the message is, 0 for none. */
  replay: number;
  /** These run in the same transaction as what they tell of. */
  onClaimed: JobHook;
  onExhausted: JobHook;
  onCancelled: JobHook;
}

export type JobHook = (manager: EntityManager, job: Job) => Promise<void>;

export const HOLDER = `${hostname()}/${process.pid}`;

/** Who may work on a job: claims, and the cancels that end them. Times are the database's, so that the clocks of the executors do not matter. */
export class JobClaims {
  constructor(private readonly dataSource: DataSource) {}

  /** Takes the job for a new attempt, if nobody living holds it and the limits leave room. */
  claim(request: JobRequest, terms: ClaimTerms): Promise<Claim> {
    return this.dataSource.transaction(async (manager) => {
      await lockQueues(manager, request);
      let job = await lockedJob(manager, request);
      if (job.status === 'failed' && terms.replay > job.replay) job = await reopen(manager, job, terms.replay);
      if (job.endedAt !== null) return { outcome: 'ended', job };
      const remainingMs = await remainingLeaseMs(manager, job);
      if (remainingMs > 0) return { outcome: 'held', remainingMs };
      if (job.cancelRequestedAt !== null)
        return { outcome: 'ended', job: await endUnheld(manager, job, { status: 'cancelled' }, terms.onCancelled) };

      const holderDied = job.status === 'running';
      const failedAttempts = job.failedAttempts + (holderDied ? 1 : 0);
      if (holderDied && failedAttempts >= terms.maxAttempts && !standsBetween(job)) {
        const failed = await endUnheld(manager, job, { status: 'failed', failedAttempts }, terms.onExhausted);
        return { outcome: 'exhausted', job: failed };
      }
      const admission = admit(await loadBefore(manager, job), terms.limits, terms.busyDelayMs);
      if (!admission.admitted) {
        await putOff(manager, job, admission, terms.busyDelayMs);
        return { outcome: 'busy', ...admission };
      }
      const claimed = await change(manager, job, {
        status: 'running',
        attempt: job.attempt + 1,
        failedAttempts,
        leaseUntil: () => `now() + ${interval(terms.leaseMs)}`,
        holder: HOLDER,
        stage: null,
        waitsFor: null,
        inLineUntil: null,
      });
      await terms.onClaimed(manager, claimed);
      return { outcome: 'claimed', job: claimed };
    });
  }

  /** Ends a job that nobody holds, one that was never begun included; asks the holder of any other. */
  cancel(request: JobRequest, onCancelled: JobHook): Promise<CancelOutcome> {
    return this.dataSource.transaction(async (manager) => {
      const job = await lockedJob(manager, request);
      const outcome = decideCancel(job, (await remainingLeaseMs(manager, job)) > 0);
      const asked = { cancelRequestedAt: () => 'now()' };
      if (outcome === 'ended') await endUnheld(manager, job, { ...asked, status: 'cancelled' }, onCancelled);
      if (outcome === 'asked') await change(manager, job, asked);
      return outcome;
    });
  }
}

/**
 * Claims that could take each other's place follow each other: the next one sees what this one has done. Always in the same
 * order, so that no two wait for each other.
 */
async function lockQueues(
  manager: EntityManager,
  { serverId, storageConfigId, exclusiveKey }: JobRequest,
): Promise<void> {
  const queues = [
    serverId ? `server/${serverId}` : [],
    storageConfigId ? `storage/${storageConfigId}` : [],
    exclusiveKey ?? [],
  ].flat();
  await manager.query(`SELECT pg_advisory_xact_lock(hashtextextended(queue, 0)) FROM unnest($1::text[]) AS queue`, [
    queues.sort(),
  ]);
}

/** The row of the job, made when it was not there yet, locked until the transaction ends. */
async function lockedJob(manager: EntityManager, request: JobRequest): Promise<Job> {
  await manager
    .createQueryBuilder()
    .insert()
    .into(Job)
    .values({ ...request, status: 'waiting' })
    .orIgnore()
    .execute();
  return manager.findOneOrFail(Job, { where: { id: request.id }, lock: { mode: 'pessimistic_write' } });
}

/** Somebody has mended what had failed, and replays the dead letter: the attempts are counted anew, and their numbers go on. */
function reopen(manager: EntityManager, job: Job, replay: number): Promise<Job> {
  return change(manager, job, { status: 'waiting', failedAttempts: 0, error: null, endedAt: null, replay });
}

async function endUnheld(manager: EntityManager, job: Job, end: object, tell: JobHook): Promise<Job> {
  const ended = await change(manager, job, { ...end, leaseUntil: null, endedAt: () => 'now()' });
  await tell(manager, ended);
  return ended;
}

/** It keeps its place in line until it has had time to ask again twice. */
async function putOff(
  manager: EntityManager,
  job: Job,
  { waitsFor, delayMs }: Extract<Admission, { admitted: false }>,
  busyDelayMs: number,
): Promise<void> {
  const inLine = { waitsFor, inLineUntil: () => `now() + ${interval(delayMs + 2 * busyDelayMs)}` };
  await change(manager, job, waitsFor === 'key' ? { waitsFor: null, inLineUntil: null } : inLine);
}

/** One question for all that stands before a job. A dead holder takes no place, except for its exclusive key. */
async function loadBefore(manager: EntityManager, { id }: Job): Promise<QueueLoad> {
  const running = (same: string) =>
    `SELECT count(*)::int FROM jobs other
     WHERE other.status = 'running' AND other.lease_until > clock_timestamp() AND other.id <> me.id AND ${same}`;
  const ahead = (thing: LimitedThing, same: string) =>
    `SELECT count(*)::int FROM jobs other
     WHERE other.waits_for = '${thing}' AND other.in_line_until > clock_timestamp()
       AND (other.created_at, other.id) < (me.created_at, me.id) AND ${same}`;
  const sameServer = 'other.server_id = me.server_id';
  const sameStorage = 'other.storage_config_id = me.storage_config_id';
  const [load] = await manager.query<[LoadRow]>(
    `SELECT
       EXISTS (SELECT FROM jobs other
         WHERE other.exclusive_key = me.exclusive_key AND other.status = 'running' AND other.id <> me.id) AS key_taken,
       (${running(sameServer)}) AS on_server, (${ahead('server', sameServer)}) AS before_server,
       (${running(sameStorage)}) AS on_storage, (${ahead('storage', sameStorage)}) AS before_storage
     FROM jobs me WHERE me.id = $1`,
    [id],
  );
  return {
    keyTaken: load.key_taken,
    server: { running: load.on_server, ahead: load.before_server },
    storage: { running: load.on_storage, ahead: load.before_storage },
  };
}

interface LoadRow {
  key_taken: boolean;
  on_server: number;
  before_server: number;
  on_storage: number;
  before_storage: number;
}

async function remainingLeaseMs(manager: EntityManager, job: Job): Promise<number> {
  if (job.status !== 'running' || job.leaseUntil === null) return 0;
  const rows: { remaining: string }[] = await manager.query(
    `SELECT extract(epoch FROM $1::timestamptz - clock_timestamp()) * 1000 AS remaining`,
    [job.leaseUntil],
  );
  return Math.max(0, Number(rows[0]?.remaining ?? 0));
}

async function change(manager: EntityManager, { id }: Job, columns: object): Promise<Job> {
  await manager.update(Job, { id }, columns);
  return manager.findOneByOrFail(Job, { id });
}

export function interval(ms: number): string {
  return `interval '${Math.ceil(ms)} milliseconds'`;
}
