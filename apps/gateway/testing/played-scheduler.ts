/** Plays the scheduler: keeps policies, and finds fault with none. */
import { randomUUID } from 'node:crypto';
import {
  PolicyChange,
  type PolicyChangeRequest,
  PolicyCreate,
  type PolicyCreateRequest,
  PolicyDelete,
  PolicyOf,
  type PolicyRequest,
  type PolicyStatePayload,
} from '@app/contracts';
import { type ErrorCode, StrongroomError } from '@app/core';
import { DEFAULT_SETTINGS } from '../src/policies/policy-presets';
import type { TestGateway } from './test-gateway';

export class PlayedScheduler {
  private readonly policies = new Map<string, PolicyStatePayload>();
  private revision = 0;
  /** The next question is refused with it. */
  refusal: ErrorCode | undefined;

  /** Answers until the gateway is stopped. */
  static async start({ infrastructure }: TestGateway): Promise<PlayedScheduler> {
    const { admin } = infrastructure.nats;
    const played = new PlayedScheduler();
    const answers: [{ subject: string }, (request: never) => object][] = [
      [PolicyCreate, (request: PolicyCreateRequest) => ({ policy: played.put(request) })],
      [PolicyChange, (request: PolicyChangeRequest) => ({ policy: played.change(request) })],
      [PolicyOf, (request: PolicyRequest) => ({ policy: played.of(request) })],
      [PolicyDelete, (request: PolicyRequest) => ({ deleted: played.delete(request) })],
    ];
    for (const [{ subject }, answer] of answers)
      admin.subscribe(subject, {
        callback: (_, message) => {
          message.respond(JSON.stringify(played.reply(() => answer(message.json()))));
        },
      });
    await admin.flush();
    return played;
  }

  /** A policy of the environment, as the default ones are. */
  have(organization_id: string, environment_id: string): PolicyStatePayload {
    return this.put({ ...DEFAULT_SETTINGS, organization_id, environment_id });
  }

  private put(request: PolicyCreateRequest): PolicyStatePayload {
    const now = new Date().toISOString();
    const standing = { last_backup_at: null, last_backup_status: null, next_backup_at: null, next_drill_at: null };
    const policy = { ...request, ...standing, id: randomUUID(), revision: ++this.revision, next_runs: [] };
    this.policies.set(request.environment_id, { ...policy, created_at: now, updated_at: now });
    return this.of(request);
  }

  private change({ environment_id, changes }: PolicyChangeRequest): PolicyStatePayload {
    const changed = { ...this.of({ environment_id }), ...changes, revision: ++this.revision };
    this.policies.set(environment_id, changed);
    return changed;
  }

  private of({ environment_id }: PolicyRequest): PolicyStatePayload {
    const policy = this.policies.get(environment_id);
    if (policy === undefined) throw new StrongroomError('POLICY_NOT_FOUND', 'The environment has no policy.');
    return policy;
  }

  private delete(request: PolicyRequest) {
    const { id, organization_id, environment_id } = this.of(request);
    this.policies.delete(environment_id);
    return { id, organization_id, environment_id, revision: ++this.revision, deleted_at: new Date().toISOString() };
  }

  private reply(answer: () => object): object {
    const { refusal } = this;
    this.refusal = undefined;
    try {
      if (refusal !== undefined) throw new StrongroomError(refusal, 'The scheduler does not like it.');
      return { answer: answer() };
    } catch (error) {
      return { error: (error as StrongroomError).toReport() };
    }
  }
}
