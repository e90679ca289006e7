/** Every change of a policy, with its timers and the fact that tells of it in one transaction. */
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import {
  type EventDefinition,
  type PolicyChangeRequest,
  PolicyCreated,
  type PolicyCreateRequest,
  PolicyDeleted,
  type PolicyDeletedPayload,
  type PolicyPayload,
  type PolicyStatePayload,
  PolicyUpdated,
  RUN_KINDS,
} from '@app/contracts';
import { Clock, StrongroomError } from '@app/core';
import { Outbox } from '@app/messaging';
import { DeletedEnvironment } from '../deleted-environment.entity';
import { LastBackup } from '../last-backup.entity';
import { Protection } from '../protection/protection';
import { Runs } from '../runs/runs.repository';
import { rescheduledKinds } from '../timers/policy-timers';
import { Timers } from '../timers/timers.repository';
import { policyOrigin, policyPayload, policyState } from './policy-payload';
import { validSettings } from './policy-rules';
import { PolicyRevision } from './policy-revision.entity';
import { Policy } from './policy.entity';

const NEXT_REVISION = `
INSERT INTO policy_revisions (environment_id, revision) VALUES ($1, 1)
    ON CONFLICT (environment_id) DO UPDATE SET revision = policy_revisions.revision + 1
 RETURNING revision`;

@Injectable()
export class Policies {
  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
    private readonly timers: Timers,
    private readonly protection: Protection,
    private readonly runs: Runs,
    private readonly clock: Clock,
  ) {}

  /** @throws POLICY_EXISTS, ENVIRONMENT_DELETED, and what `validSettings` throws */
  async create({ organization_id, environment_id, ...given }: PolicyCreateRequest): Promise<PolicyStatePayload> {
    const settings = validSettings(given);
    return this.dataSource.transaction(async (manager) => {
      const revision = await nextRevision(manager, environment_id);
      if (await manager.existsBy(DeletedEnvironment, { environmentId: environment_id }))
        throw new StrongroomError('ENVIRONMENT_DELETED', 'The environment was deleted: it can have no policy.');
      if (await manager.existsBy(Policy, { environment_id }))
        throw new StrongroomError('POLICY_EXISTS', 'The environment has a backup policy already.');
      const now = this.clock.now();
      const identity = { id: randomUUID(), organization_id, environment_id, revision };
      const policy: Policy = { ...identity, ...settings, created_at: now, updated_at: now };
      await manager.insert(Policy, policy);
      await this.timers.schedule(manager, policy, RUN_KINDS, now);
      await this.protection.watch(manager, policy);
      await this.tell(manager, PolicyCreated, policy);
      return this.stateOf(manager, policy);
    });
  }

  /** @throws POLICY_NOT_FOUND, and what `validSettings` throws of what comes of it */
  async change({ environment_id, changes }: PolicyChangeRequest): Promise<PolicyStatePayload> {
    return this.dataSource.transaction(async (manager) => {
      const revision = await nextRevision(manager, environment_id);
      const before = await this.require(manager, environment_id);
      const settings = validSettings({ ...before, ...changes });
      const now = this.clock.now();
      const policy: Policy = { ...before, ...settings, revision, updated_at: now };
      await manager.update(Policy, { id: policy.id }, { ...settings, revision, updated_at: now });
      const rescheduled = rescheduledKinds(before, policy);
      await this.timers.schedule(manager, policy, rescheduled, now);
      await this.runs.drop(manager, policy.id, rescheduled);
      if (policy.alert_after_hours !== before.alert_after_hours)
        await this.protection.watch(manager, policy, before.alert_after_hours);
      await this.tell(manager, PolicyUpdated, policy);
      return this.stateOf(manager, policy);
    });
  }

  /** @throws POLICY_NOT_FOUND */
  async delete(environmentId: string): Promise<PolicyDeletedPayload> {
    return this.dataSource.transaction(async (manager) => {
      await this.require(manager, environmentId);
      const deleted = await this.deleteIn(manager, environmentId);
      if (!deleted) throw notFound();
      return deleted;
    });
  }

  /** What the policy was; null: there was none. */
  async deleteIn(manager: EntityManager, environmentId: string): Promise<PolicyDeletedPayload | null> {
    const revision = await nextRevision(manager, environmentId);
    const policy = await manager.findOneBy(Policy, { environment_id: environmentId });
    if (!policy) return null;
    await manager.delete(Policy, { id: policy.id });
    await this.timers.remove(manager, policy.id);
    await this.runs.drop(manager, policy.id, RUN_KINDS);
    const { id, organization_id, environment_id } = policy;
    const deleted_at = this.clock.now().toISOString();
    const deleted = { id, organization_id, environment_id, revision, deleted_at };
    await this.outbox.event(manager, PolicyDeleted, deleted, policyOrigin(policy));
    return deleted;
  }

  /** @throws POLICY_NOT_FOUND */
  async of(environmentId: string): Promise<PolicyStatePayload> {
    const { manager } = this.dataSource;
    return this.stateOf(manager, await this.require(manager, environmentId));
  }

  private async require(manager: EntityManager, environment_id: string): Promise<Policy> {
    const policy = await manager.findOneBy(Policy, { environment_id });
    if (!policy) throw notFound();
    return policy;
  }

  private async stateOf(manager: EntityManager, policy: Policy): Promise<PolicyStatePayload> {
    const lastBackup = await manager.findOneBy(LastBackup, { environmentId: policy.environment_id });
    const timers = await this.timers.of(manager, policy.id);
    return policyState(policy, { lastBackup, timers, now: this.clock.now() });
  }

  private tell(manager: EntityManager, event: EventDefinition<PolicyPayload>, policy: Policy) {
    return this.outbox.event(manager, event, policyPayload(policy), policyOrigin(policy));
  }
}

/** From here on nobody else changes the policy of the environment before the transaction ends. */
async function nextRevision(manager: EntityManager, environmentId: string): Promise<number> {
  const [row] = await manager.query<Pick<PolicyRevision, 'revision'>[]>(NEXT_REVISION, [environmentId]);
  return row!.revision;
}

const notFound = () => new StrongroomError('POLICY_NOT_FOUND', 'The environment has no backup policy.');
