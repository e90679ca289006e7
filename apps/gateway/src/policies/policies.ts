/**
 * The door to the policies for whoever asks by REST. The scheduler owns them: what is asked is held against the directory here,
 * goes to the scheduler, once, and what that answers is kept and audited.
 */
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  PolicyChange,
  PolicyCreate,
  PolicyDelete,
  PolicyOf,
  type PolicySettingsPayload,
  type PolicyStatePayload,
  type RpcDefinition,
} from '@app/contracts';
import { RpcClient } from '@app/messaging';
import type { Actor } from '../audit/actor';
import type { AuditAction } from '../audit/audit-actions';
import { AuditLog, type Settle } from '../audit/audit-log';
import { rowChanges } from '../audit/row-changes';
import { GatewayConfig } from '../config';
import { DirectoryStore } from '../directory/directory-store';
import { Environment } from '../directory/environment.entity';
import { requireNotDeleted } from '../directory/working-environment';
import { PolicyRecords } from './policy-records';
import { DEFAULT_SETTINGS, POLICY_PRESETS, type PresetName } from './policy-presets';
import { requireSound } from './policy-references';

export type PolicyWish = Partial<PolicySettingsPayload>;

@Injectable()
export class Policies {
  constructor(
    private readonly dataSource: DataSource,
    private readonly store: DirectoryStore,
    private readonly rpc: RpcClient,
    private readonly records: PolicyRecords,
    private readonly audit: AuditLog,
    private readonly config: GatewayConfig,
  ) {}

  /** @throws StrongroomError POLICY_NOT_FOUND, SCHEDULER_UNREACHABLE */
  async of(environmentId: string): Promise<PolicyStatePayload> {
    const { policy } = await this.ask(PolicyOf, { environment_id: environmentId });
    return policy;
  }

  /** @throws StrongroomError ENVIRONMENT_DELETED, VALIDATION_FAILED, SCHEDULER_UNREACHABLE, and what the scheduler refuses */
  async create(environmentId: string, wish: PolicyWish, preset: PresetName | undefined, by: Actor) {
    const environment = await this.store.get(Environment, environmentId);
    requireNotDeleted(environment);
    const settings = { ...DEFAULT_SETTINGS, ...retentionOf(preset), ...given(wish) };
    await requireSound(this.dataSource.manager, environment, settings, settings);
    const { organization_id } = environment;
    return this.audited('policy.created', environment, by, rowChanges({}, settings), async (settle) => {
      const { policy } = await this.ask(PolicyCreate, { ...settings, organization_id, environment_id: environmentId });
      await this.keep(policy, settle, rowChanges({}, changeable(policy)));
      return policy;
    });
  }

  /** @throws StrongroomError POLICY_NOT_FOUND, VALIDATION_FAILED, SCHEDULER_UNREACHABLE, and what the scheduler refuses */
  async change(environmentId: string, wish: PolicyWish, by: Actor): Promise<PolicyStatePayload> {
    const changes = given(wish);
    const [environment, before] = [await this.store.get(Environment, environmentId), await this.of(environmentId)];
    await requireSound(this.dataSource.manager, environment, changes, { ...before, ...changes });
    const old = changeable(before);
    return this.audited('policy.updated', environment, by, rowChanges(old, { ...old, ...changes }), async (settle) => {
      const { policy } = await this.ask(PolicyChange, { environment_id: environmentId, changes });
      await this.keep(policy, settle, rowChanges(old, changeable(policy)));
      return policy;
    });
  }

  /** @throws StrongroomError POLICY_NOT_FOUND, SCHEDULER_UNREACHABLE */
  async delete(environmentId: string, by: Actor): Promise<void> {
    const environment = await this.store.get(Environment, environmentId);
    await this.audited('policy.deleted', environment, by, {}, async (settle) => {
      const { deleted } = await this.ask(PolicyDelete, { environment_id: environmentId });
      await this.dataSource.transaction(async (manager) => {
        await this.records.forget(deleted, manager);
        await settle(manager, { object: { type: 'policy', id: deleted.id } });
      });
    });
  }

  private audited<T>(
    action: AuditAction,
    { id: environment_id, organization_id: organization }: Environment,
    by: Actor,
    wish: object,
    change: (settle: Settle) => Promise<T>,
  ): Promise<T> {
    const details = { environment_id, ...wish };
    return this.audit.around({ ...by, action, object: { type: 'policy' }, organization, details }, change);
  }

  private keep(policy: PolicyStatePayload, settle: Settle, details: object): Promise<void> {
    const { id, environment_id } = policy;
    return this.dataSource.transaction(async (manager) => {
      await this.records.keep(policy, manager);
      await settle(manager, { object: { type: 'policy', id }, details: { environment_id, ...details } });
    });
  }

  private ask<Q extends object, A extends object>(definition: RpcDefinition<Q, A>, request: Q): Promise<A> {
    return this.rpc.askOnce(definition, request, this.config.schedulerTimeoutMs);
  }
}

function given(wish: PolicyWish): PolicyWish {
  return Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined));
}

function retentionOf(preset: PresetName | undefined): PolicyWish {
  if (preset === undefined) return {};
  const { description: _description, ...settings } = POLICY_PRESETS[preset];
  return settings;
}

const SETTINGS = Object.keys(DEFAULT_SETTINGS) as (keyof PolicySettingsPayload)[];

/** What a person may change of a policy, without how it stands. */
function changeable(policy: PolicySettingsPayload): object {
  return Object.fromEntries(SETTINGS.map((field) => [field, policy[field]]));
}
